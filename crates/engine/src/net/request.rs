//! The headers of one request.
//!
//! Owns their making: what the chain still allows, the cookies for this address, the range. Refuses what belongs to a
//! proxy: that is for the proxy alone (row 74).

use haul_model::fault::Category;
use haul_model::options::Coding;
use haul_model::range::AskedRange;
use haul_model::redirect::{Chain, RequestBody, is_secret};
use haul_model::task::{Body, Method};
use reqwest::header::{
    ACCEPT_ENCODING, AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue, IF_RANGE,
    PROXY_AUTHORIZATION, RANGE,
};

use crate::net::fetch::Wish;
use crate::net::jar::Jar;
use crate::trouble::Trouble;

/// The headers of the next request; `authorization` takes the place of the chain's own.
pub(super) fn headers(
    wish: Wish<'_>,
    chain: &Chain,
    jar: &Jar,
    authorization: Option<&str>,
) -> Result<HeaderMap, Trouble> {
    let request = chain.request();
    let mut headers = HeaderMap::new();
    for header in request.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(|_| bad_header(&header.name))?;
        if name == PROXY_AUTHORIZATION {
            continue;
        }
        let mut value = HeaderValue::from_str(&header.value)
            .or_else(|_| HeaderValue::from_bytes(header.value.as_bytes()))
            .map_err(|_| bad_header(&header.name))?;
        value.set_sensitive(is_secret(&header.name, wish.calling.secret_headers));
        headers.append(name, value);
    }
    if let Some(authorization) = authorization {
        headers.insert(AUTHORIZATION, secret(authorization.as_bytes(), "Authorization")?);
    }
    if let Some(cookies) = jar.header(request.url) {
        let all = match headers.get(COOKIE).and_then(|own| own.to_str().ok()) {
            Some(own) => format!("{own}; {cookies}"),
            None => cookies,
        };
        headers.insert(COOKIE, secret(all.as_bytes(), "Cookie")?);
    }
    add_body(&mut headers, wish, request.body);
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

/// A method as the library writes it.
pub(super) const fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Post => reqwest::Method::POST,
        Method::Head => reqwest::Method::HEAD,
        Method::Put => reqwest::Method::PUT,
        Method::Patch => reqwest::Method::PATCH,
        Method::Delete => reqwest::Method::DELETE,
    }
}

/// Codings are asked for only where they are taken off, and never for a part: it would be one of the coded bytes.
const fn accepted(wish: Wish<'_>) -> &'static str {
    match (wish.calling.coding, wish.part) {
        (Coding::Decoded, None) => "gzip, deflate",
        (Coding::Decoded, Some(_)) | (Coding::AsSent, _) => "identity",
    }
}

fn add_body(headers: &mut HeaderMap, wish: Wish<'_>, body: RequestBody) {
    if body == RequestBody::Absent {
        return;
    }
    let Some(content) = wish.calling.body else { return };
    if !headers.contains_key(CONTENT_TYPE)
        && let Some(content_type) = content_type(content)
    {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    if content.as_bytes().is_empty() {
        // The client says nothing of an empty body, and then some servers wait for one (RFC 9110, 8.6).
        headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
}

fn secret(value: &[u8], name: &str) -> Result<HeaderValue, Trouble> {
    let mut value = HeaderValue::from_bytes(value).map_err(|_| bad_header(name))?;
    value.set_sensitive(true);
    Ok(value)
}

const fn content_type(body: &Body) -> Option<&'static str> {
    match body {
        Body::Json(_) => Some("application/json"),
        Body::Text(_) => Some("text/plain; charset=utf-8"),
        Body::Bytes(_) => None,
    }
}

fn bad_header(name: &str) -> Trouble {
    Trouble::new(Category::Policy, format!("The header {name} cannot be sent. Check its value."))
}
