//! A web server that somebody else wrote.
//!
//! Owns one nginx on loopback, from its settings to its end.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::shell;

const PATIENCE: Duration = Duration::from_secs(10);

/// A running nginx; it ends with this value.
pub(super) struct Server {
    child: Child,
    port: u16,
}

impl Server {
    /// Serves the folder `served`; what nginx itself writes goes below `folder`.
    pub(super) fn start(folder: &Path, served: &Path) -> Result<Self> {
        let nginx = shell::find("nginx").context("nginx is not installed")?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let settings = folder.join("nginx.conf");
        fs::write(&settings, settings_for(folder, served, port))?;
        let mut command = shell::command(nginx);
        command.arg("-e").arg(folder.join("nginx.log")).arg("-p").arg(folder).arg("-c").arg(&settings);
        let child = command.stdout(Stdio::null()).spawn().context("cannot start nginx")?;
        let mut server = Self { child, port };
        server.wait_until_it_listens(folder)?;
        Ok(server)
    }

    pub(super) fn url(&self, file: &str) -> String {
        format!("http://127.0.0.1:{}/{file}", self.port)
    }

    fn wait_until_it_listens(&mut self, folder: &Path) -> Result<()> {
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
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

fn settings_for(folder: &Path, served: &Path, port: u16) -> String {
    let (folder, served) = (folder.display(), served.display());
    format!(
        "daemon off;\nmaster_process off;\npid \"{folder}/nginx.pid\";\n\
         events {{ worker_connections 256; }}\n\
         http {{\n  access_log off;\n  sendfile on;\n  tcp_nopush on;\n  default_type application/octet-stream;\n  \
         client_body_temp_path \"{folder}/body\";\n  proxy_temp_path \"{folder}/proxy\";\n  \
         fastcgi_temp_path \"{folder}/fastcgi\";\n  uwsgi_temp_path \"{folder}/uwsgi\";\n  \
         scgi_temp_path \"{folder}/scgi\";\n  \
         server {{ listen 127.0.0.1:{port}; root \"{served}\"; }}\n}}\n"
    )
}
