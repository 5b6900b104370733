//! One connection to a SOCKS5 proxy (RFC 1928, RFC 1929).
//!
//! Owns the greeting, the password and the one request. Refuses every command but CONNECT.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr};

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use crate::proxy_server::{Desk, Visit, Way, joined};

const VERSION: u8 = 5;
const NO_PASSWORD: u8 = 0;
const BY_PASSWORD: u8 = 2;
const NO_METHOD: u8 = 0xff;

pub(super) async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut client: S, desk: &Desk) -> io::Result<()> {
    let _version = client.read_u8().await?;
    let offered = counted(&mut client).await?;
    let method = if desk.password.is_some() { BY_PASSWORD } else { NO_PASSWORD };
    let chosen = if offered.contains(&method) { method } else { NO_METHOD };
    client.write_all(&[VERSION, chosen]).await?;
    let password = match chosen {
        BY_PASSWORD => Some(password(&mut client).await?),
        _ => None,
    };
    let may_pass = chosen != NO_METHOD && password == desk.password;
    if password.is_some() {
        client.write_all(&[1, u8::from(!may_pass)]).await?;
    }
    if !may_pass {
        let visit =
            Visit { way: Way::Socks, host: String::new(), port: 0, headers: Vec::new(), password, passed: false };
        desk.saw(visit);
        return client.shutdown().await;
    }
    let (host, port) = wish(&mut client).await?;
    let upstream = desk.reach(&host, port).await;
    desk.saw(Visit { way: Way::Socks, host, port, headers: Vec::new(), password, passed: upstream.is_ok() });
    let verdict = u8::from(upstream.is_err()) * 5;
    client.write_all(&[VERSION, verdict, 0, 1, 0, 0, 0, 0, 0, 0]).await?;
    joined(client, upstream?, b"").await
}

async fn password<S: AsyncRead + Unpin>(client: &mut S) -> io::Result<(String, String)> {
    let _version = client.read_u8().await?;
    let user = counted(client).await?;
    let password = counted(client).await?;
    Ok((String::from_utf8_lossy(&user).into_owned(), String::from_utf8_lossy(&password).into_owned()))
}

async fn wish<S: AsyncRead + Unpin>(client: &mut S) -> io::Result<(String, u16)> {
    let mut head = [0; 4];
    client.read_exact(&mut head).await?;
    let [_, command, _, kind] = head;
    let host = match (command, kind) {
        (1, 1) => Ipv4Addr::from_bits(client.read_u32().await?).to_string(),
        (1, 3) => String::from_utf8_lossy(&counted(client).await?).into_owned(),
        (1, 4) => Ipv6Addr::from_bits(client.read_u128().await?).to_string(),
        _ => return Err(io::Error::new(io::ErrorKind::Unsupported, "only CONNECT is known here")),
    };
    Ok((host, client.read_u16().await?))
}

async fn counted<S: AsyncRead + Unpin>(client: &mut S) -> io::Result<Vec<u8>> {
    let mut text = vec![0; client.read_u8().await?.into()];
    client.read_exact(&mut text).await?;
    Ok(text)
}
