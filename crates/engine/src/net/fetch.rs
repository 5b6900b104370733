//! One request and the redirects that follow from it.
//!
//! Owns the hops: each is sent by itself, with the headers the chain still allows. Refuses to look at the body.

use haul_model::fault::Category;
use haul_model::options::Coding;
use haul_model::range::AskedRange;
use haul_model::redirect::{Chain, Jar as JarChange, Options, Query, RedirectFault, RequestBody, Step, redacted};
use haul_model::task::{Download, Method, Trust};
use haul_model::validator::Validator;
use reqwest::Response;
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue, IF_RANGE, LOCATION,
    RANGE, SET_COOKIE,
};
use url::Url;

use crate::net::answer::Answer;
use crate::net::client::Clients;
use crate::net::failure;
use crate::net::jar::Jar;
use crate::trouble::Trouble;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish<'a> {
    /// The task.
    pub(crate) download: &'a Download,
    /// The one of its addresses that is asked: the first, or a mirror.
    pub(crate) address: &'a Url,
    /// The part that is asked for; `None` asks for everything.
    pub(crate) part: Option<Part<'a>>,
}

/// One range of a file, both positions inclusive.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part<'a> {
    /// Its first byte.
    pub(crate) range: AskedRange,
    /// What proves that the file is still the same; without it the caller compares bytes.
    pub(crate) if_range: Option<&'a Validator>,
}

/// Sends the request and follows redirects until an answer is none.
pub(crate) async fn fetch(clients: &Clients, wish: Wish<'_>) -> Result<Answer, Trouble> {
    let download = wish.download;
    let body = if download.body.is_some() { RequestBody::Present } else { RequestBody::Absent };
    let options = Options {
        body,
        secret_headers: download.secret_headers.clone(),
        downgrade: download.downgrade,
        ..Options::default()
    };
    let (home, url) = (&download.url, wish.address.clone());
    let mut chain = if *wish.address == download.url {
        Chain::begin(url, download.method, &download.headers, options)
    } else {
        Chain::begin_elsewhere(home, url, download.method, &download.headers, options)
    }
    .map_err(|fault| of_redirect(fault, wish.address))?;
    let (mut jar, mut redirects) = (Jar::default(), Vec::new());
    loop {
        let url = chain.request().url.clone();
        let response = send(clients, wish, &chain, &jar).await?;
        let mut changed = false;
        for line in response.headers().get_all(SET_COOKIE) {
            changed |= jar.take(line.as_bytes(), &url);
        }
        let locations: Vec<&[u8]> = response.headers().get_all(LOCATION).iter().map(HeaderValue::as_bytes).collect();
        let change = if changed { JarChange::Changed } else { JarChange::Unchanged };
        match chain.follow(response.status().as_u16(), &locations, change) {
            Ok(Step::Follow) => redirects.push(redacted(chain.request().url.as_str(), Query::Shown)),
            Ok(Step::Final) => return Ok(Answer::new(response, url, redirects, clients.patience().stall)),
            Err(fault) => return Err(of_redirect(fault, &url)),
        }
    }
}

async fn send(clients: &Clients, wish: Wish<'_>, chain: &Chain, jar: &Jar) -> Result<Response, Trouble> {
    let download = wish.download;
    let request = chain.request();
    let trust = if chain.carries_secrets() { download.trust } else { Trust::Checked };
    let failed = |error: reqwest::Error| failure::of_request(&error, request.url);
    let client = clients.get(download.proxy.as_ref(), trust).map_err(|error| {
        Trouble::new(Category::Policy, format!("The connection cannot be set up: {error}. Check the proxy's address."))
    })?;
    let mut builder = client.request(method(request.method), request.url.clone()).headers(headers(wish, chain, jar)?);
    if request.body == RequestBody::Present
        && let Some(body) = &download.body
    {
        builder = builder.body(body.as_bytes().to_vec());
    }
    let answer = tokio::time::timeout(clients.patience().until_head(), builder.send()).await;
    answer
        .map_err(|_| Trouble::new(Category::NetStall, "The server took the request and never answered."))?
        .map_err(failed)
}

fn headers(wish: Wish<'_>, chain: &Chain, jar: &Jar) -> Result<HeaderMap, Trouble> {
    let request = chain.request();
    let mut headers = HeaderMap::new();
    for header in request.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| bad_header(&header.name))?;
        let mut value = HeaderValue::from_str(&header.value)
            .or_else(|_| HeaderValue::from_bytes(header.value.as_bytes()))
            .map_err(|_| bad_header(&header.name))?;
        value.set_sensitive(name == "authorization" || name == "cookie");
        headers.append(name, value);
    }
    if let Some(cookies) = jar.header(request.url) {
        let all = match headers.get(COOKIE).and_then(|own| own.to_str().ok()) {
            Some(own) => format!("{own}; {cookies}"),
            None => cookies,
        };
        headers.insert(COOKIE, HeaderValue::from_str(&all).map_err(|_| bad_header("Cookie"))?);
    }
    if !headers.contains_key(CONTENT_TYPE)
        && request.body == RequestBody::Present
        && let Some(content_type) = wish.download.body.as_ref().and_then(content_type)
    {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    if request.body == RequestBody::Present
        && wish.download.body.as_ref().is_some_and(|body| body.as_bytes().is_empty())
    {
        // The client says nothing of an empty body, and then some servers wait for one (RFC 9110, 8.6).
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(accepted(wish)));
    if let Some(part) = wish.part {
        let AskedRange { first, last } = part.range;
        let range = format!("bytes={first}-{}", last.map(|last| last.to_string()).unwrap_or_default());
        headers.insert(RANGE, HeaderValue::from_str(&range).map_err(|_| bad_header("Range"))?);
        if let Some(validator) = part.if_range {
            let proof = HeaderValue::from_str(validator.if_range()).map_err(|_| bad_header("If-Range"))?;
            headers.insert(IF_RANGE, proof);
        }
    }
    Ok(headers)
}

/// Codings are asked for only where they are taken off, and never for a part: it would be one of the coded bytes.
const fn accepted(wish: Wish<'_>) -> &'static str {
    match (wish.download.coding, wish.part) {
        (Coding::Decoded, None) => "gzip, deflate",
        (Coding::Decoded, Some(_)) | (Coding::AsSent, _) => "identity",
    }
}

const fn content_type(body: &haul_model::task::Body) -> Option<&'static str> {
    match body {
        haul_model::task::Body::Json(_) => Some("application/json"),
        haul_model::task::Body::Text(_) => Some("text/plain; charset=utf-8"),
        haul_model::task::Body::Bytes(_) => None,
    }
}

const fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Head => reqwest::Method::HEAD,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    }
}

fn bad_header(name: &str) -> Trouble {
    Trouble::new(Category::Policy, format!("The header {name} cannot be sent. Check its value."))
}

/// What a redirect that is not followed means.
fn of_redirect(fault: RedirectFault, url: &Url) -> Trouble {
    let host = url.host_str().unwrap_or("the server");
    Trouble::new(fault.category(), format!("{host}: {fault}. Check the address, or ask its owner."))
}
