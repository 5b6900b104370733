//! A real web server, so that not only our own idea of HTTP is tested.
//!
//! Owns one nginx process and the folder it serves. Rule kept here: it is one process without children, so ending
//! it by its id leaves nothing behind, and it needs no privilege and no place outside its temporary folder.

use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::Context as _;
use tempfile::TempDir;

use crate::eventually::within;
use crate::tls::{Certificate, TestCa};

const START: Duration = Duration::from_secs(20);
const TRIES: usize = 5;

/// A running nginx on two free ports of 127.0.0.1, http and https; stopped when dropped.
pub struct Nginx {
    root: TempDir,
    server: Child,
    http: SocketAddr,
    https: SocketAddr,
}

impl Nginx {
    /// Starts the nginx of the system with a valid certificate of `ca` and waits until both ports accept.
    ///
    /// Errors: there is none in `PATH` or `/usr/sbin`, or it does not start; the message holds its log.
    pub fn start(ca: &TestCa) -> anyhow::Result<Nginx> {
        let mut failure = anyhow::anyhow!("nginx was not tried");
        // Somebody else may take a port between its choice and its use.
        for _ in 0..TRIES {
            match Nginx::tried(ca) {
                Ok(nginx) => return Ok(nginx),
                Err(error) => failure = error,
            }
        }
        Err(failure)
    }

    /// Gives the folder it serves.
    pub fn folder(&self) -> PathBuf {
        self.root.path().join("files")
    }

    /// Puts a file in the served folder and gives its http address.
    pub fn put(&self, name: &str, content: &[u8]) -> anyhow::Result<String> {
        std::fs::write(self.folder().join(name), content).with_context(|| format!("serving {name}"))?;
        Ok(self.url_of(name))
    }

    /// Gives the http address of a name; `?rate=100k` after it limits each connection to so many bytes a second.
    pub fn url_of(&self, name: &str) -> String {
        format!("http://{}/{name}", self.http)
    }

    /// Gives the https address of a name.
    pub fn https_url_of(&self, name: &str) -> String {
        format!("https://{}/{name}", self.https)
    }

    /// Gives the process id.
    pub fn pid(&self) -> u32 {
        self.server.id()
    }

    fn tried(ca: &TestCa) -> anyhow::Result<Nginx> {
        let root = tempfile::Builder::new().prefix("haul-nginx-").tempdir()?;
        std::fs::create_dir(root.path().join("files"))?;
        let (certificate, key) = ca.issue(Certificate::Valid)?;
        std::fs::write(root.path().join("certificate.pem"), certificate)?;
        std::fs::write(root.path().join("key.pem"), key)?;
        let (http, https) = free_addresses()?;
        std::fs::write(root.path().join("nginx.conf"), configuration(http, https))?;
        let server = Command::new(program())
            .arg("-p")
            .arg(root.path())
            .args(["-c", "nginx.conf", "-e", "error.log"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("starting nginx")?;
        let mut nginx = Nginx { root, server, http, https };
        nginx.accepts()?;
        Ok(nginx)
    }

    fn accepts(&mut self) -> anyhow::Result<()> {
        let Nginx { root, server, http, https } = self;
        let accepts = within(START, "nginx accepts", || match server.try_wait() {
            Ok(None) => (TcpStream::connect(*http).is_ok() && TcpStream::connect(*https).is_ok()).then_some(true),
            Ok(Some(_)) | Err(_) => Some(false),
        })?;
        let log = || std::fs::read_to_string(root.path().join("error.log")).unwrap_or_default();
        anyhow::ensure!(accepts, "nginx ended while starting:\n{}", log());
        Ok(())
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Both fail only when it has ended already, which is what they are for.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

// Debian keeps it where an ordinary user's PATH does not look.
fn program() -> &'static Path {
    let debian = Path::new("/usr/sbin/nginx");
    if debian.exists() { debian } else { Path::new("nginx") }
}

fn free_addresses() -> anyhow::Result<(SocketAddr, SocketAddr)> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let second = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    Ok((first.local_addr()?, second.local_addr()?))
}

fn configuration(http: SocketAddr, https: SocketAddr) -> String {
    format!(
        r#"daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    default_type application/octet-stream;
    client_max_body_size 0;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    map $arg_rate $rate {{ default $arg_rate; "" 0; }}
    server {{
        listen {http} backlog=4096;
        listen {https} ssl backlog=4096;
        ssl_certificate certificate.pem;
        ssl_certificate_key key.pem;
        root files;
        limit_rate $rate;
    }}
}}
"#
    )
}
