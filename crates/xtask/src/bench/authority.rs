//! A certificate authority for one run of the bench.
//!
//! Owns its certificate, and that of the server, with their keys; nobody trusts it who is not told to by an option.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::shell;

/// Where the files lie.
pub(super) struct Authority {
    /// What clients are told to trust.
    pub(super) certificate: PathBuf,
    pub(super) server_certificate: PathBuf,
    pub(super) server_key: PathBuf,
}

impl Authority {
    /// Makes both certificates below `folder`, for the server 127.0.0.1.
    pub(super) fn make(folder: &Path) -> Result<Self> {
        let at = |name: &str| folder.join(name);
        let (certificate, key) = (at("authority.pem"), at("authority-key.pem"));
        let (server_certificate, server_key) = (at("server.pem"), at("server-key.pem"));
        request("Haul bench authority", &certificate, &key, &["-addext", "keyUsage=critical,keyCertSign,cRLSign"])?;
        let issuer = ["-CA", &shown(&certificate), "-CAkey", &shown(&key)].map(str::to_owned);
        let extensions = ["basicConstraints=critical,CA:FALSE", "subjectAltName=IP:127.0.0.1"];
        let extensions = extensions.iter().flat_map(|it| ["-addext".to_owned(), (*it).to_owned()]);
        let words: Vec<String> = issuer.into_iter().chain(extensions).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        request("Haul bench server", &server_certificate, &server_key, &words)?;
        Ok(Self { certificate, server_certificate, server_key })
    }
}

/// A new key and a certificate for it, for a day.
fn request(name: &str, certificate: &Path, key: &Path, more: &[&str]) -> Result<()> {
    let openssl = shell::find("openssl").context("openssl is not installed")?;
    let mut command = shell::command(openssl);
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc", "-days", "1"]);
    command.args(["-subj", &format!("/CN={name}")]).arg("-out").arg(certificate).arg("-keyout").arg(key).args(more);
    let output = command.output().context("cannot start openssl")?;
    ensure!(output.status.success(), "openssl made no certificate: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
