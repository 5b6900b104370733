//! A request to a server, as its creator described it.
//!
//! Owns [`Request`], a task without a file whose answer is its result, and [`Calling`], what every request has in common
//! whatever the task is. Refuses state.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::cookies::GivenCookie;
use crate::nearness::Approach;
use crate::options::Coding;
use crate::proxy::ProxyChoice;
use crate::redirect::Downgrade;
use crate::retry::Permanent;
use crate::task::{Body, Field, Header, Method, Trust};

/// A request whose answer is kept (M166, M167).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Address, query parameters included.
    pub url: Url,
    /// Request method.
    pub method: Method,
    /// Request headers in order.
    #[serde(default)]
    pub headers: Vec<Header>,
    /// Names of headers that are secret besides the well-known ones.
    #[serde(default)]
    pub secret_headers: Vec<String>,
    /// Request body.
    #[serde(default)]
    pub body: Option<Body>,
    /// Proxy of this task.
    #[serde(default)]
    pub proxy: ProxyChoice,
    /// Certificates.
    #[serde(default)]
    pub trust: Trust,
    /// File with the certificate and key that identify the user to the first origin.
    #[serde(default)]
    pub certificate: Option<PathBuf>,
    /// Cookies the user brought along.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cookies: Vec<GivenCookie>,
    /// Whether https may lead to http.
    #[serde(default)]
    pub downgrade: Downgrade,
    /// Whether a redirect may lead from a public server to a private one.
    #[serde(default)]
    pub approach: Approach,
    /// What follows an answer that will not change by itself (M057).
    #[serde(default)]
    pub permanent: Permanent,
    /// Longest time over all attempts, in seconds (M110).
    #[serde(default)]
    pub max_seconds: Option<u64>,
}

impl Request {
    /// A plain request, with every choice left alone.
    #[must_use]
    pub const fn of(url: Url, method: Method) -> Self {
        Self {
            url,
            method,
            headers: Vec::new(),
            secret_headers: Vec::new(),
            body: None,
            proxy: ProxyChoice::Followed,
            trust: Trust::Checked,
            certificate: None,
            cookies: Vec::new(),
            downgrade: Downgrade::Refused,
            approach: Approach::Refused,
            permanent: Permanent::Fail,
            max_seconds: None,
        }
    }

    /// What is sent.
    #[must_use]
    pub fn calling(&self) -> Calling<'_> {
        Calling {
            url: &self.url,
            method: self.method,
            headers: &self.headers,
            secret_headers: &self.secret_headers,
            body: self.body.as_ref(),
            proxy: &self.proxy,
            trust: self.trust,
            certificate: self.certificate.as_deref(),
            cookies: &self.cookies,
            downgrade: self.downgrade,
            approach: self.approach,
            coding: Coding::AsSent,
        }
    }

    /// What may hold a secret.
    #[must_use]
    pub fn private(&mut self) -> Private<'_> {
        let Self { url, headers, secret_headers, cookies, proxy, .. } = self;
        Private { url, headers, secret_headers, cookies, proxy, fields: Default::default() }
    }
}

/// What every request of a task has in common, whatever the task is.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields of the task itself")]
pub struct Calling<'task> {
    pub url: &'task Url,
    pub method: Method,
    pub headers: &'task [Header],
    pub secret_headers: &'task [String],
    pub body: Option<&'task Body>,
    pub proxy: &'task ProxyChoice,
    pub trust: Trust,
    pub certificate: Option<&'task Path>,
    pub cookies: &'task [GivenCookie],
    pub downgrade: Downgrade,
    pub approach: Approach,
    pub coding: Coding,
}

/// The parts of a task that may hold a secret.
#[derive(Debug)]
#[allow(missing_docs, reason = "the fields of the task itself")]
pub struct Private<'task> {
    pub url: &'task mut Url,
    pub headers: &'task mut Vec<Header>,
    pub secret_headers: &'task mut Vec<String>,
    pub cookies: &'task mut Vec<GivenCookie>,
    pub proxy: &'task mut ProxyChoice,
    pub fields: &'task mut [Field],
}
