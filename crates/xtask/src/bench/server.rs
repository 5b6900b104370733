//! A web server that somebody else wrote.
//!
//! Owns one nginx on loopback, from its settings to its end, with a door for each way of being served. Rule kept here: it
//! is one process without children, so ending it by its id leaves nothing behind.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::authority::Authority;
use crate::shell;

const PATIENCE: Duration = Duration::from_secs(10);
/// What is below this path is taken by PUT and lies where downloads do.
const TAKEN: &str = "put";

/// A way of being served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Door {
    /// http/1.1, as fast as it goes; takes files, too.
    Plain,
    /// http/1.1 over TLS 1.3.
    Tls,
    /// http/2 or http/1.1 over TLS 1.3, as the client likes.
    Http2,
    /// 8 MiB a second for each connection.
    EightMebibytes,
    /// 1 MiB a second for each connection.
    OneMebibyte,
}

const DOORS: [Door; 5] = [Door::Plain, Door::Tls, Door::Http2, Door::EightMebibytes, Door::OneMebibyte];

/// A running nginx; it ends with this value.
pub(super) struct Server {
    child: Child,
    ports: Vec<(Door, u16)>,
}

impl Server {
    /// Serves the folder `served` and takes files into the folder `taken`; what nginx itself writes goes below `folder`.
    pub(super) fn start(folder: &Path, served: &Path, taken: &Path, authority: &Authority) -> Result<Self> {
        let nginx = shell::find("nginx").context("nginx is not installed")?;
        let ports = free_ports()?;
        let settings = folder.join("nginx.conf");
        fs::write(&settings, settings_for(folder, served, taken, authority, &ports))?;
        let mut command = shell::command(nginx);
        command.arg("-e").arg(folder.join("nginx.log")).arg("-p").arg(folder).arg("-c").arg(&settings);
        let child = command.stdout(Stdio::null()).spawn().context("cannot start nginx")?;
        let mut server = Self { child, ports };
        server.wait_until_it_listens(folder)?;
        Ok(server)
    }

    /// The address of a served file.
    pub(super) fn url(&self, door: Door, file: &str) -> String {
        let scheme = match door {
            Door::Tls | Door::Http2 => "https",
            Door::Plain | Door::EightMebibytes | Door::OneMebibyte => "http",
        };
        format!("{scheme}://127.0.0.1:{}/{file}", self.port(door))
    }

    /// The address at which a file is taken.
    pub(super) fn url_to_put(&self, file: &str) -> String {
        self.url(Door::Plain, &format!("{TAKEN}/{file}"))
    }

    /// How many connections it has at this moment, the one that asks not counted.
    pub(super) fn connections(&self) -> Result<u64> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port(Door::Plain)))?;
        stream.write_all(b"GET /connections HTTP/1.0\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let number = answer.lines().find_map(|line| line.strip_prefix("Active connections:"));
        Ok(number.context("nginx does not say how many")?.trim().parse::<u64>()?.saturating_sub(1))
    }

    fn port(&self, door: Door) -> u16 {
        self.ports.iter().find(|(it, _)| *it == door).expect("every door has a port").1
    }

    fn wait_until_it_listens(&mut self, folder: &Path) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port(Door::Plain))).is_err() {
            if let Some(status) = self.child.try_wait()? {
                let log = fs::read_to_string(folder.join("nginx.log")).unwrap_or_default();
                bail!("nginx ended with {status}: {log}");
            }
            if start.elapsed() > PATIENCE {
                bail!("nginx does not listen after {} s", PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only this one process: without a master there are no others.
        if let Err(problem) = self.child.kill().and_then(|()| self.child.wait()) {
            eprintln!("nginx did not end: {problem}");
        }
    }
}

/// All are held until all are chosen, so that none comes twice.
fn free_ports() -> Result<Vec<(Door, u16)>> {
    let listeners = DOORS.map(|door| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map(|listener| (door, listener)));
    let listeners = listeners.into_iter().collect::<Result<Vec<_>, _>>()?;
    listeners.into_iter().map(|(door, listener)| Ok((door, listener.local_addr()?.port()))).collect()
}

fn settings_for(folder: &Path, served: &Path, taken: &Path, authority: &Authority, ports: &[(Door, u16)]) -> String {
    let (folder, served) = (folder.display(), served.display());
    let (certificate, key) = (authority.server_certificate.display(), authority.server_key.display());
    let servers: String = ports.iter().map(|(door, port)| server_for(*door, *port, taken)).collect();
    format!(
        "daemon off;\nmaster_process off;\npid \"{folder}/nginx.pid\";\n\
         events {{ worker_connections 1024; }}\n\
         http {{\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  default_type application/octet-stream;\n  \
         client_max_body_size 0;\n  client_body_temp_path \"{folder}/body\";\n  proxy_temp_path \"{folder}/proxy\";\n  \
         fastcgi_temp_path \"{folder}/fastcgi\";\n  uwsgi_temp_path \"{folder}/uwsgi\";\n  \
         scgi_temp_path \"{folder}/scgi\";\n  root \"{served}\";\n  \
         ssl_certificate \"{certificate}\";\n  ssl_certificate_key \"{key}\";\n  ssl_protocols TLSv1.3;\n{servers}}}\n"
    )
}

fn server_for(door: Door, port: u16, taken: &Path) -> String {
    let (protocol, more) = match door {
        Door::Plain => (
            "",
            format!(
                "location /{TAKEN}/ {{ alias \"{}/\"; dav_methods PUT; }} location = /connections {{ stub_status; }}",
                taken.display()
            ),
        ),
        Door::Tls => (" ssl", String::new()),
        Door::Http2 => (" ssl http2", String::new()),
        Door::EightMebibytes => ("", paced("8m", "256k")),
        Door::OneMebibyte => ("", paced("1m", "32k")),
    };
    format!("  server {{ listen 127.0.0.1:{port}{protocol} backlog=1024; {more} }}\n")
}

/// nginx waits after each piece for as long as the piece is worth, so a piece has to be small beside a second.
fn paced(rate: &str, piece: &str) -> String {
    format!("limit_rate {rate}; sendfile_max_chunk {piece};")
}
