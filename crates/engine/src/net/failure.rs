//! What went wrong on the way to a server or back.
//!
//! Owns the reading of errors of the HTTP client. Rule kept here: the type of the error decides wherever it has one;
//! only the resolver and proxies, which have none, are told apart by their words.

use std::error::Error;
use std::io;

use haul_model::fault::Category;
use haul_model::redirect::{Query, redacted};
use url::Url;

use crate::net::resolver::TooNear;
use crate::net::route::shown;
use crate::trouble::Trouble;

/// What an error of a request to `url`, or of its body, means; `proxy` is the one it went through.
pub(super) fn of_request(error: &reqwest::Error, url: &Url, proxy: Option<&Url>) -> Trouble {
    let host = url.host_str().unwrap_or("the server");
    if find::<TooNear>(error).is_some() {
        return too_near("The server", url);
    }
    if let Some(proxy) = proxy
        && error.is_connect()
        && wants_login(error)
    {
        return Trouble::new(Category::AuthRequired, proxy_wants_login(proxy));
    }
    let category = category(error, url);
    let asked = proxy.filter(|_| error.is_connect()).map(|proxy| format!("the proxy {}", shown(proxy)));
    // A port that is not the usual one may be what is wrong.
    let door = url.port().filter(|_| category == Category::NetRefused).map(|port| format!("{host}:{port}"));
    let message = sentence(category, asked.as_deref().or(door.as_deref()).unwrap_or(host), error);
    tracing::info!(%category, url = %redacted(url.as_str(), Query::Hidden), %message, "an attempt failed");
    Trouble::new(category, message)
}

/// A redirect that leads nearer than it may.
pub(super) fn too_near(from: &str, next: &Url) -> Trouble {
    let target = next.host_str().unwrap_or("another server");
    let message = format!(
        "{from} redirects to {target}, which is on this computer or in the local network. If you trust it, add it again \
         with --allow-private."
    );
    Trouble::new(Category::Policy, message)
}

/// A proxy that asks who is there.
pub(super) fn proxy_wants_login(proxy: &Url) -> String {
    format!("The proxy {} wants a user name and password, or others than it got. Set them, then retry.", shown(proxy))
}

/// Tunnels hand the refusal of a proxy over as words only, and so do connections by SOCKS.
fn wants_login(error: &reqwest::Error) -> bool {
    let mut causes = std::iter::successors(Some(error as &dyn Error), |cause| Error::source(*cause));
    causes.any(|cause| {
        let text = cause.to_string();
        text.contains("proxy authorization required") || (text.contains("SOCKS") && text.contains("auth"))
    })
}

/// Whether no server has begun with the request: it closes its connection and says that what comes now goes elsewhere.
pub(super) fn was_not_begun(error: &reqwest::Error) -> bool {
    find::<h2::Error>(error)
        .is_some_and(|error| error.is_go_away() && error.is_remote() && error.reason() == Some(h2::Reason::NO_ERROR))
}

/// What it means that a stream of `url` was reset without an error before its end.
pub(super) fn of_broken_stream(url: &Url) -> Trouble {
    let host = url.host_str().unwrap_or("The server");
    Trouble::new(Category::Http2Stream, format!("{host} broke off the answer."))
}

/// What it means that nothing comes from `url` any more.
pub(super) fn of_silence(url: &Url) -> Trouble {
    Trouble::new(Category::NetStall, format!("{} has stopped sending.", url.host_str().unwrap_or("The server")))
}

fn category(error: &reqwest::Error, url: &Url) -> Category {
    if let Some(tls) = find::<rustls::Error>(error) {
        return of_tls(tls, error.is_connect());
    }
    let is_of_the_body = error.is_body() || error.is_decode();
    if let Some(stream) = find::<h2::Error>(error) {
        return of_stream(stream, is_of_the_body);
    }
    if error.is_timeout() {
        return if error.is_connect() { Category::NetConnectTimeout } else { Category::NetStall };
    }
    // What HTTP/2 met below itself it hands over without the cause, to every stream of the connection.
    if let Some(io) = find::<io::Error>(error)
        && !is_of_the_body
        && io.kind() == io::ErrorKind::InvalidData
        && url.scheme() == "https"
    {
        return Category::TlsRecord;
    }
    if let Some(io) = find::<io::Error>(error).map(innermost)
        && let Some(category) = of_io(io, error.is_connect())
    {
        return category;
    }
    match find::<hyper::Error>(error) {
        Some(hyper) if hyper.is_parse() => Category::HttpProtocol,
        Some(hyper) if hyper.is_incomplete_message() => Category::NetTruncated,
        // The connection broke, and hyper keeps the cause to itself: it met it while it had nothing to send, so where there
        // is TLS it was a record that could not be read.
        Some(_) if is_of_the_body => {
            if url.scheme() == "https" {
                Category::TlsRecord
            } else {
                Category::NetReset
            }
        }
        // Where no call of the system failed, the library gave up a connection that others had begun.
        Some(_) | None if error.is_connect() && find::<io::Error>(error).is_some() => Category::NetOffline,
        Some(_) | None => Category::NetReset,
    }
}

/// What it means that a stream of HTTP/2 ended, or its connection.
#[expect(clippy::wildcard_enum_match_arm, reason = "the standard library keeps this list open")]
fn of_stream(error: &h2::Error, is_of_the_body: bool) -> Category {
    if let Some(io) = error.get_io() {
        return match io.kind() {
            // Below HTTP/2 there is TLS and nothing else that could be read wrongly.
            io::ErrorKind::InvalidData => Category::TlsRecord,
            // The server has ended the connection: nothing was left to send over it.
            io::ErrorKind::BrokenPipe => Category::NetTruncated,
            _ => of_io(io, false).unwrap_or(Category::NetReset),
        };
    }
    match error.reason() {
        Some(h2::Reason::HTTP_1_1_REQUIRED) if error.is_remote() => Category::Http2Downgrade,
        Some(h2::Reason::REFUSED_STREAM) if error.is_remote() => Category::Http2Refused,
        Some(h2::Reason::FLOW_CONTROL_ERROR) => Category::Http2Stream,
        // A body that is shorter or longer than it said.
        Some(h2::Reason::PROTOCOL_ERROR) if error.is_library() && error.is_reset() && is_of_the_body => {
            Category::Http2Stream
        }
        Some(_) if error.is_library() => Category::HttpProtocol,
        Some(_) | None => Category::Http2Stream,
    }
}

fn of_tls(error: &rustls::Error, connecting: bool) -> Category {
    if matches!(error, rustls::Error::InvalidCertificate(_)) {
        Category::TlsCert
    } else if connecting {
        Category::TlsHandshake
    } else {
        Category::TlsRecord
    }
}

/// What an error of a connection is about that was wrapped in others on its way up.
fn innermost(error: &io::Error) -> &io::Error {
    error.get_ref().and_then(|inner| inner.downcast_ref()).map_or(error, innermost)
}

#[expect(clippy::wildcard_enum_match_arm, reason = "the standard library keeps this list open")]
fn of_io(error: &io::Error, connecting: bool) -> Option<Category> {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Some(Category::NetRefused),
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::BrokenPipe => {
            Some(Category::NetReset)
        }
        // Nothing of an answer has come yet.
        io::ErrorKind::UnexpectedEof if connecting => Some(Category::NetReset),
        io::ErrorKind::UnexpectedEof => Some(Category::NetTruncated),
        io::ErrorKind::TimedOut => Some(if connecting { Category::NetConnectTimeout } else { Category::NetStall }),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkDown => {
            Some(Category::NetOffline)
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => Some(Category::HttpProtocol),
        _ => of_resolver(&error.to_string()),
    }
}

/// The resolver hands its verdict over as words only.
fn of_resolver(text: &str) -> Option<Category> {
    if !text.contains("lookup address") {
        return None;
    }
    let temporary = text.contains("Temporary failure") || text.contains("Try again");
    Some(if temporary { Category::NetDnsTemporary } else { Category::NetDnsNxdomain })
}

#[expect(clippy::wildcard_enum_match_arm, reason = "only the kinds that this file finds have sentences here")]
fn sentence(category: Category, host: &str, error: &reqwest::Error) -> String {
    match category {
        Category::NetRefused => format!("Nothing answers at {host}. Check the address."),
        Category::NetDnsNxdomain => format!("There is no server called {host}. Check the address for typing mistakes."),
        Category::NetDnsTemporary => format!("{host} could not be looked up just now."),
        Category::NetConnectTimeout => format!("{host} did not answer in time."),
        Category::NetStall => format!("{host} has stopped sending."),
        Category::NetReset => format!("{host} dropped the connection."),
        Category::NetTruncated => format!("{host} ended the file early."),
        Category::Http2Stream => format!("{host} broke off the answer: {}.", root_cause(error)),
        Category::Http2Refused => format!("{host} takes no more requests over this connection."),
        Category::Http2Downgrade => format!("{host} wants to be asked by HTTP/1.1."),
        Category::NetOffline => format!("There is no way to {host} right now."),
        Category::TlsCert => of_certificate(host, error),
        Category::TlsHandshake => format!("{host} and Haul found no common encryption: {}.", root_cause(error)),
        Category::TlsRecord => format!("Encrypted data from {host} arrived damaged."),
        _ => format!("{host} answered in a way that is not HTTP: {}.", root_cause(error)),
    }
}

/// Says what is wrong with a certificate, and what helps.
#[expect(clippy::wildcard_enum_match_arm, reason = "the library keeps this list open")]
fn of_certificate(host: &str, error: &reqwest::Error) -> String {
    use rustls::CertificateError as E;
    let Some(rustls::Error::InvalidCertificate(wrong)) = find::<rustls::Error>(error) else {
        return format!("The certificate of {host} is not trusted: {}. Check the address.", root_cause(error));
    };
    match wrong {
        E::Expired | E::ExpiredContext { .. } => {
            format!("The certificate of {host} has expired. Check this computer's clock, or ask the owner of {host}.")
        }
        E::NotValidYet | E::NotValidYetContext { .. } => {
            format!("The certificate of {host} is not valid yet. Check this computer's clock.")
        }
        E::NotValidForName | E::NotValidForNameContext { .. } => {
            format!("The certificate of {host} is for another name. Check the address.")
        }
        E::UnknownIssuer => format!(
            "The certificate of {host} is signed by nobody whom this computer trusts. Check the address, or whether you \
             are on a network that asks to log in first."
        ),
        other => format!("The certificate of {host} is not trusted: {other}. Check the address."),
    }
}

fn find<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut current = Some(error);
    while let Some(error) = current {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        // io::Error hides what it wraps from source(): the certificate's verdict sits one layer deeper.
        if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref)
            && let Some(found) = find::<T>(inner)
        {
            return Some(found);
        }
        current = error.source();
    }
    None
}

fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause.to_string()
}
