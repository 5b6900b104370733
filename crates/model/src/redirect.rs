//! Where a chain of redirects may lead, and which headers may go along.
//!
//! Owns [`Chain`], which is told one answer at a time and says what may be sent next; the cases are in
//! `redirect_headers.json`. Refuses to send anything and to know the cookie jar: its cookies are computed again for
//! every hop by whoever keeps it. Rule kept here: a secret belongs to the origin of the first address; once dropped it
//! never comes back in the same chain.

mod headers;
mod origin;

use percent_encoding::{CONTROLS, percent_encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use crate::fault::Category;
use crate::task::{Header, Method};

pub use headers::is_secret;
pub use origin::{Origin, Query, redacted, redacted_url};

/// The most redirects that are followed in one chain.
pub const MOST_HOPS: usize = 20;

/// One request and the redirects that follow from it.
#[derive(Debug, Clone)]
pub struct Chain {
    options: Options,
    home: Origin,
    secrets: Secrets,
    url: Url,
    method: Method,
    headers: Vec<Header>,
    body: RequestBody,
    visits: Vec<Visit>,
    jar_changes: u32,
}

/// What the user allows a chain.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Names of headers that are secret besides the well-known ones, in any case.
    pub secret_headers: Vec<String>,
    /// Other origins that may see the secrets.
    pub trusted: Vec<Origin>,
    /// Whether https may lead to http.
    pub downgrade: Downgrade,
    /// Whether the first request carries a body.
    pub body: RequestBody,
}

/// Whether https may lead to http.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Downgrade {
    /// It is an error.
    #[default]
    Refused,
    /// The user allowed it for this task.
    Allowed,
}

/// Whether a request carries a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RequestBody {
    /// It does not.
    #[default]
    Absent,
    /// It does, and the body can be sent again.
    Present,
}

/// What may be sent now. `Host`, `Accept-Encoding`, hop-by-hop headers and the jar's cookies are not listed.
#[derive(Debug, Clone, Copy)]
pub struct Request<'chain> {
    /// Where to; without user name, password and fragment.
    pub url: &'chain Url,
    /// With which method.
    pub method: Method,
    /// The user's headers that may go there, and `Authorization` made from the first address's user name and password.
    pub headers: &'chain [Header],
    /// Whether the body goes along.
    pub body: RequestBody,
}

/// Whether an answer changed the cookie jar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Jar {
    /// It did not.
    Unchanged,
    /// It did, so the same address may answer something else now.
    Changed,
}

/// What follows from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The chain has moved on; [`Chain::request`] says what to send.
    Follow,
    /// The status is none that is followed (only 301, 302, 303, 307 and 308 are): this answer is the last.
    Final,
}

/// Why a redirect is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RedirectFault {
    /// There is no `Location`, or an empty one.
    #[error("the server redirects without saying where to")]
    NoLocation,
    /// `Location` is no address, or there are several that differ.
    #[error("the server redirects to something that is not an address")]
    BadLocation,
    /// The target is neither http nor https.
    #[error("the server redirects to an address that is neither http nor https")]
    SchemeBlocked,
    /// From https to http without the user's consent.
    #[error("the server redirects from https to unencrypted http")]
    Downgrade,
    /// The same request again, with nothing changed since.
    #[error("the redirects lead in a circle")]
    Loop,
    /// More than [`MOST_HOPS`].
    #[error("the server redirects more than {MOST_HOPS} times")]
    TooMany,
    /// 307 or 308 would send the body to an origin nobody chose.
    #[error("the server redirects the upload to another site")]
    BodyCrossOrigin,
    /// 301 or 302 leaves open whether the body is to be sent again.
    #[error("the server redirects the upload and leaves open whether to send it again")]
    UploadNeedsConfirm,
}

impl RedirectFault {
    /// The stable category.
    #[must_use]
    pub const fn category(self) -> Category {
        match self {
            Self::NoLocation => Category::RedirectNoLocation,
            Self::BadLocation => Category::RedirectBadLocation,
            Self::SchemeBlocked => Category::RedirectSchemeBlocked,
            Self::Downgrade => Category::RedirectDowngrade,
            Self::Loop => Category::RedirectLoop,
            Self::TooMany => Category::RedirectTooMany,
            Self::BodyCrossOrigin => Category::RedirectBodyCrossOrigin,
            Self::UploadNeedsConfirm => Category::RedirectUploadNeedsConfirm,
        }
    }
}

impl Chain {
    /// Begins a chain at the user's address. A user name and password in it become `Authorization` of that origin,
    /// unless the user gave that header as well.
    ///
    /// # Errors
    /// [`RedirectFault::SchemeBlocked`] when the address is neither http nor https.
    pub fn begin(mut url: Url, method: Method, headers: &[Header], options: Options) -> Result<Self, RedirectFault> {
        let home = Origin::of(&url).ok_or(RedirectFault::SchemeBlocked)?;
        let mut headers = headers.to_vec();
        if !headers.iter().any(|header| header.name.eq_ignore_ascii_case("authorization")) {
            headers.extend(headers::basic_authorization(&url));
        }
        strip(&mut url);
        let visits = vec![Visit { url: url.clone(), method, jar_changes: 0 }];
        let body = options.body;
        Ok(Self { options, home, secrets: Secrets::Kept, url, method, headers, body, visits, jar_changes: 0 })
    }

    /// Begins a chain at another address of the same file: the secrets are those of `home`, and go along only where its
    /// origin is the same.
    ///
    /// # Errors
    /// [`RedirectFault::SchemeBlocked`] when one of the addresses is neither http nor https.
    pub fn begin_elsewhere(
        home: &Url,
        mut url: Url,
        method: Method,
        headers: &[Header],
        options: Options,
    ) -> Result<Self, RedirectFault> {
        let mut chain = Self::begin(home.clone(), method, headers, options)?;
        let origin = Origin::of(&url).ok_or(RedirectFault::SchemeBlocked)?;
        strip(&mut url);
        chain.restrict_headers(&url, &origin, chain.body);
        chain.visits = vec![Visit { url: url.clone(), method, jar_changes: 0 }];
        chain.url = url;
        Ok(chain)
    }

    /// What may be sent now.
    #[must_use]
    pub fn request(&self) -> Request<'_> {
        Request { url: &self.url, method: self.method, headers: &self.headers, body: self.body }
    }

    /// Whether the chain has stayed where secrets may be sent: credentials from a store follow the same rule.
    #[must_use]
    pub fn carries_secrets(&self) -> bool {
        self.secrets == Secrets::Kept
    }

    /// How many redirects were followed.
    #[must_use]
    pub fn hops(&self) -> usize {
        self.visits.len() - 1
    }

    /// Takes the status and the `Location` lines of the answer to [`Chain::request`]; moves on when it is a redirect.
    ///
    /// # Errors
    /// A [`RedirectFault`]; the chain then stays where it is.
    pub fn follow(&mut self, status: u16, locations: &[&[u8]], jar: Jar) -> Result<Step, RedirectFault> {
        if !matches!(status, 301 | 302 | 303 | 307 | 308) {
            return Ok(Step::Final);
        }
        if self.hops() >= MOST_HOPS {
            return Err(RedirectFault::TooMany);
        }
        let (next, origin) = self.destination(locations)?;
        let (method, body) = self.method_after(status, &origin)?;
        let jar_changes = self.jar_changes + u32::from(jar == Jar::Changed);
        let visit = Visit { url: next.clone(), method, jar_changes };
        if !self.may_visit(&visit) {
            return Err(RedirectFault::Loop);
        }
        self.restrict_headers(&next, &origin, body);
        self.visits.push(visit);
        (self.url, self.method, self.body, self.jar_changes) = (next, method, body, jar_changes);
        Ok(Step::Follow)
    }

    /// The address that the answer points to, resolved and allowed.
    fn destination(&self, locations: &[&[u8]]) -> Result<(Url, Origin), RedirectFault> {
        let location = sole(locations)?;
        let mut next = self.url.join(&location).map_err(|_| RedirectFault::BadLocation)?;
        let origin = Origin::of(&next).ok_or(RedirectFault::SchemeBlocked)?;
        let is_downgrade = self.url.scheme() == "https" && next.scheme() == "http";
        if is_downgrade && self.options.downgrade == Downgrade::Refused {
            return Err(RedirectFault::Downgrade);
        }
        strip(&mut next);
        Ok((next, origin))
    }

    /// The method and body of the next request (RFC 9110 section 15.4).
    fn method_after(&self, status: u16, next: &Origin) -> Result<(Method, RequestBody), RedirectFault> {
        let has_body = self.body == RequestBody::Present;
        let becomes_get = match self.method {
            Method::Get | Method::Head => false,
            Method::Post => matches!(status, 301..=303),
            Method::Put | Method::Patch | Method::Delete => status == 303,
        };
        if becomes_get {
            return Ok((Method::Get, RequestBody::Absent));
        }
        if has_body && !matches!(status, 307 | 308) {
            return Err(RedirectFault::UploadNeedsConfirm);
        }
        if has_body && !self.is_trusted(next) {
            return Err(RedirectFault::BodyCrossOrigin);
        }
        Ok((self.method, self.body))
    }

    /// The same request may be made once more when the jar changed since it was made.
    fn may_visit(&self, visit: &Visit) -> bool {
        let same: Vec<&Visit> =
            self.visits.iter().filter(|made| made.url == visit.url && made.method == visit.method).collect();
        same.len() < 2 && same.iter().all(|made| made.jar_changes < visit.jar_changes)
    }

    /// Takes away what the next request may not carry; nothing is ever given back.
    fn restrict_headers(&mut self, next: &Url, origin: &Origin, body: RequestBody) {
        if body == RequestBody::Absent && self.body == RequestBody::Present {
            self.headers.retain(|header| !headers::describes_body(&header.name));
        }
        if !self.is_trusted(origin) {
            self.secrets = Secrets::Dropped;
            let marked = &self.options.secret_headers;
            self.headers.retain(|header| !headers::is_secret(&header.name, marked));
        }
        if *origin != self.home {
            self.headers.retain(|header| !header.name.eq_ignore_ascii_case("host"));
            headers::reduce_referers(&mut self.headers, next);
        }
    }

    fn is_trusted(&self, origin: &Origin) -> bool {
        *origin == self.home || self.options.trusted.contains(origin)
    }
}

/// A request that was made, and how often the jar had changed before it.
#[derive(Debug, Clone)]
struct Visit {
    url: Url,
    method: Method,
    jar_changes: u32,
}

/// Whether the chain has always stayed with origins that may see the secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Secrets {
    Kept,
    Dropped,
}

/// The one `Location`; lines that say the same count once. Octets that are not UTF-8 are escaped as they are.
fn sole(locations: &[&[u8]]) -> Result<String, RedirectFault> {
    let mut lines = locations.iter().map(|line| line.trim_ascii()).filter(|line| !line.is_empty());
    let line = lines.next().ok_or(RedirectFault::NoLocation)?;
    if lines.any(|other| other != line) || line.iter().any(u8::is_ascii_control) {
        return Err(RedirectFault::BadLocation);
    }
    Ok(std::str::from_utf8(line).map_or_else(|_| percent_encode(line, CONTROLS).to_string(), str::to_owned))
}

/// Takes user name, password and fragment out of an address that has a host.
fn strip(url: &mut Url) {
    url.set_fragment(None);
    let cleared = url.set_username("").and_then(|()| url.set_password(None));
    debug_assert!(cleared.is_ok(), "an http address has a host, and an address with a host can lose its credentials");
}
