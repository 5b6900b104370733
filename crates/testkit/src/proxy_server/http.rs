//! One connection to an HTTP proxy (RFC 9112 section 3.2.2, RFC 9110 section 9.3.6).
//!
//! Owns the reading of one request and the answer to it. Rule kept here: one request a connection; nothing is kept
//! alive, so what passes afterwards need not be understood.

use std::io;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};

use crate::guard::Verdict;
use crate::inbox::{Head, Inbox};
use crate::proxy_server::{Desk, Visit, Way, joined};

pub(super) async fn converse<S: AsyncRead + AsyncWrite + Unpin>(mut client: S, desk: &Desk) -> io::Result<()> {
    let mut inbox = Inbox::new(&mut client);
    let Some(head) = inbox.head().await? else { return Ok(()) };
    let rest = inbox.into_rest();
    let way = if head.method == "CONNECT" { Way::Tunnel } else { Way::Request };
    let Some((host, port, path)) = taken_apart(way, &head.target) else {
        return answer(client, "400 Bad Request", "").await;
    };
    let verdict = desk.guard.as_ref().map_or(Verdict::Admitted, |guard| {
        guard.judge(&head.method, &head.target, head.header("proxy-authorization").as_deref())
    });
    let upstream = match verdict {
        Verdict::Admitted => Some(desk.reach(&host, port).await),
        Verdict::Missing | Verdict::Wrong | Verdict::Stale => None,
    };
    let passed = matches!(upstream, Some(Ok(_)));
    desk.saw(Visit { way, host, port, headers: texts(&head), password: None, passed });
    match (upstream, way) {
        (None, _) => {
            let challenge = desk.guard.as_ref().map(|guard| guard.challenge(verdict)).unwrap_or_default();
            let line = format!("Proxy-Authenticate: {challenge}\r\n");
            answer(client, "407 Proxy Authentication Required", &line).await
        }
        (Some(Err(_)), _) => answer(client, "502 Bad Gateway", "").await,
        (Some(Ok(upstream)), Way::Tunnel) => {
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
            client.flush().await?;
            joined(client, upstream, &rest).await
        }
        (Some(Ok(upstream)), Way::Request | Way::Socks) => {
            joined(client, upstream, &[onwards(&head, &path), rest].concat()).await
        }
    }
}

async fn answer<S: AsyncWrite + Unpin>(mut client: S, status: &str, line: &str) -> io::Result<()> {
    let head = format!("HTTP/1.1 {status}\r\n{line}Content-Length: 0\r\nConnection: close\r\n\r\n");
    client.write_all(head.as_bytes()).await?;
    client.shutdown().await
}

// Host, port and the target for the origin.
fn taken_apart(way: Way, target: &str) -> Option<(String, u16, String)> {
    let (place, path, usual) = match way {
        Way::Tunnel => (target, "", 443),
        Way::Request | Way::Socks => {
            let rest = target.strip_prefix("http://")?;
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            (&rest[..end], &rest[end..], 80)
        }
    };
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port.parse().ok()?),
        Some(_) | None => (place, usual),
    };
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    Some((host.to_owned(), port, path))
}

// The head for the origin: its own target, nothing that was meant for the proxy, and an end after one answer.
fn onwards(head: &Head, path: &str) -> Vec<u8> {
    let mut bytes = format!("{} {path} HTTP/1.1\r\n", head.method).into_bytes();
    for (name, value) in &head.headers {
        let name = name.to_ascii_lowercase();
        if !name.starts_with("proxy-") && name != "connection" {
            bytes.extend_from_slice(format!("{name}: ").as_bytes());
            bytes.extend_from_slice(value);
            bytes.extend_from_slice(b"\r\n");
        }
    }
    bytes.extend_from_slice(b"connection: close\r\n\r\n");
    bytes
}

fn texts(head: &Head) -> Vec<(String, String)> {
    let text = |(name, value): &(String, Vec<u8>)| (name.clone(), String::from_utf8_lossy(value).into_owned());
    head.headers.iter().map(text).collect()
}
