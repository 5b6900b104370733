//! An access token, where it goes, and how it is renewed.
//!
//! Owns [`Auth`] and its rules (M115): templates, expiry, the renewal and its answer. Refuses to send anything. Rule kept
//! here: nothing of it is printed, and all of it is a secret of its task.

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use thiserror::Error;
use url::Url;

use crate::task::{BadTask, Body, Header, Method, Private, Request};
use crate::time::Timestamp;

/// So much before its expiry a token counts as expired, in milliseconds.
const MARGIN: i64 = 10_000;

/// What stands for the access token in a template.
const ACCESS: &str = "{accessToken}";

/// What stands for the refresh token in a template.
const REFRESH: &str = "{refreshToken}";

/// What a query value may hold as it is (RFC 3986, 2.3).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What lets a task in. Values of headers and query parameters are templates.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Auth {
    /// The token that lets in.
    pub access_token: String,
    /// Headers of every request to the first origin; they take the place of the task's own.
    pub access_headers: Vec<Header>,
    /// Query parameters of the first address; they take the place of its own.
    pub access_query: Vec<(String, String)>,
    /// When the access token expires; `None` means never.
    pub expires: Option<Timestamp>,
    /// The token that renews.
    pub refresh_token: String,
    /// Where it renews.
    pub refresh_url: Option<Url>,
    /// Headers of that request.
    pub refresh_headers: Vec<Header>,
    /// Query parameters of that request.
    pub refresh_query: Vec<(String, String)>,
}

/// Why an answer renews nothing. The error repeats none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadRenewal {
    /// It is no JSON object.
    #[error("the answer is no JSON")]
    Unreadable,
    /// It has no `access_token`.
    #[error("the answer holds no access_token")]
    NoToken,
}

impl Auth {
    /// Whether the access token has to be renewed before it is used.
    #[must_use]
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires.is_some_and(|expires| now.plus_millis(MARGIN) >= expires)
    }

    /// Whether there is a way to renew it.
    #[must_use]
    pub fn can_renew(&self) -> bool {
        self.refresh_url.is_some() && !self.refresh_token.is_empty()
    }

    /// Puts the tokens into a task that is about to be worked on.
    ///
    /// # Errors
    /// [`BadTask::Header`] when a token holds what no header may.
    pub fn equip(&self, private: Private<'_>) -> Result<(), BadTask> {
        let Private { url, headers, secret_headers, .. } = private;
        self.add_query(url, &self.access_query);
        for template in &self.access_headers {
            headers.retain(|header| !header.name.eq_ignore_ascii_case(&template.name));
            headers.push(Header::new(&template.name, &self.filled(&template.value))?);
            secret_headers.push(template.name.clone());
        }
        Ok(())
    }

    /// The request that renews the tokens; `None` where there is no way to.
    ///
    /// # Errors
    /// [`BadTask::Header`] as in [`Auth::equip`].
    pub fn renewal(&self) -> Result<Option<Request>, BadTask> {
        let Some(mut url) = self.refresh_url.clone().filter(|_| self.can_renew()) else { return Ok(None) };
        self.add_query(&mut url, &self.refresh_query);
        let mut headers = Vec::new();
        for template in &self.refresh_headers {
            headers.push(Header::new(&template.name, &self.filled(&template.value))?);
        }
        let body = serde_json::json!({ "grant_type": "refresh_token", "refresh_token": self.refresh_token });
        let secret_headers = self.refresh_headers.iter().map(|header| header.name.clone()).collect();
        Ok(Some(Request { headers, secret_headers, body: Some(Body::json(&body)?), ..Request::of(url, Method::Post) }))
    }

    /// The tokens after a renewal that was answered like this at `now`: `access_token`, and where they are said
    /// `expires_in` (seconds) and `refresh_token`.
    ///
    /// # Errors
    /// [`BadRenewal`] when there is no new token in it.
    pub fn renewed_by(&self, answer: &[u8], now: Timestamp) -> Result<Self, BadRenewal> {
        let answer: Answer = serde_json::from_slice(answer).map_err(|_| BadRenewal::Unreadable)?;
        let access_token = answer.access_token.filter(|token| !token.is_empty()).ok_or(BadRenewal::NoToken)?;
        let expires = answer.expires_in.map(|seconds| now.plus_millis(seconds.0.saturating_mul(1000)));
        let refresh_token = answer.refresh_token.unwrap_or_else(|| self.refresh_token.clone());
        Ok(Self { access_token, expires, refresh_token, ..self.clone() })
    }

    fn filled(&self, template: &str) -> String {
        fill(template, &self.access_token, &self.refresh_token)
    }

    /// Appends parameters; one of the same name goes, whatever else is in the query stays as it is.
    fn add_query(&self, url: &mut Url, parameters: &[(String, String)]) {
        if parameters.is_empty() {
            return;
        }
        let own = url.query().unwrap_or_default().to_owned();
        let is_replaced = |pair: &str| {
            let name = pair.split('=').next().unwrap_or_default();
            parameters.iter().any(|(replaced, _)| replaced == name)
        };
        let mut pairs: Vec<String> =
            own.split('&').filter(|pair| !pair.is_empty() && !is_replaced(pair)).map(str::to_owned).collect();
        for (name, template) in parameters {
            let value = self.filled(template);
            pairs.push(format!("{name}={}", utf8_percent_encode(&value, ESCAPED)));
        }
        url.set_query(Some(&pairs.join("&")));
    }
}

/// Fills both places in one pass: a token that looks like a template is none.
fn fill(template: &str, access: &str, refresh: &str) -> String {
    let (mut filled, mut rest) = (String::new(), template);
    loop {
        let next = [(ACCESS, access), (REFRESH, refresh)]
            .into_iter()
            .filter_map(|(place, token)| Some((rest.find(place)?, place, token)))
            .min_by_key(|(at, _, _)| *at);
        let Some((at, place, token)) = next else { return filled + rest };
        filled.push_str(&rest[..at]);
        filled.push_str(token);
        rest = &rest[at + place.len()..];
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Auth(…)")
    }
}

/// The three fields of an answer that count.
#[derive(Deserialize)]
struct Answer {
    access_token: Option<String>,
    expires_in: Option<Seconds>,
    refresh_token: Option<String>,
}

/// A number of seconds; some servers write it as text.
#[derive(Clone, Copy, Deserialize)]
#[serde(try_from = "serde_json::Value")]
struct Seconds(i64);

impl TryFrom<serde_json::Value> for Seconds {
    type Error = String;

    fn try_from(value: serde_json::Value) -> Result<Self, String> {
        let number = match &value {
            serde_json::Value::Number(number) => number.as_i64(),
            serde_json::Value::String(text) => text.trim().parse().ok(),
            serde_json::Value::Null
            | serde_json::Value::Bool(_)
            | serde_json::Value::Array(_)
            | serde_json::Value::Object(_) => None,
        };
        number.map(Self).ok_or_else(|| "no number of seconds".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn auth() -> Auth {
        Auth {
            access_token: "a+b&c".into(),
            access_headers: vec![Header { name: "Authorization".into(), value: "Bearer {accessToken}".into() }],
            access_query: vec![("key".into(), "{accessToken}".into()), ("r".into(), "{refreshToken}".into())],
            expires: Some(NOW.plus_millis(60_000)),
            refresh_token: "pearl".into(),
            refresh_url: Some("https://id.test/token?x=1".parse().expect("a test address")),
            refresh_headers: vec![Header { name: "X-Refresh".into(), value: "<{refreshToken}>".into() }],
            refresh_query: vec![("t".into(), "{refreshToken}".into())],
        }
    }

    #[test]
    fn m115_templates_are_filled_in_headers_and_query_and_take_the_place_of_the_tasks_own() -> anyhow::Result<()> {
        let mut request = Request::of("https://a.test/f?key=old&x=%20".parse()?, Method::Get);
        request.headers = vec![Header::new("authorization", "Basic x")?, Header::new("Accept", "*/*")?];
        auth().equip(request.private())?;
        assert_eq!(request.url.query(), Some("x=%20&key=a%2Bb%26c&r=pearl"));
        let headers: Vec<_> =
            request.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
        assert_eq!(headers, [("Accept", "*/*"), ("Authorization", "Bearer a+b&c")]);
        assert_eq!(request.secret_headers, ["Authorization"]);
        Ok(())
    }

    #[test]
    fn m115_a_token_is_expired_within_ten_seconds_of_its_expiry_and_without_one_never() {
        let expiring = |millis| Auth { expires: Some(NOW.plus_millis(millis)), ..auth() }.is_expired(NOW);
        assert!(expiring(-1) && expiring(0) && expiring(9_999) && expiring(10_000) && !expiring(10_001));
        assert!(!Auth { expires: None, ..auth() }.is_expired(NOW));
    }

    #[test]
    fn m115_a_renewal_is_a_post_of_json() -> anyhow::Result<()> {
        let request = auth().renewal()?.expect("there is a way");
        assert_eq!((request.method, request.url.as_str()), (Method::Post, "https://id.test/token?x=1&t=pearl"));
        let sent: serde_json::Value = serde_json::from_slice(request.body.expect("a body").as_bytes())?;
        assert_eq!(sent, serde_json::json!({ "grant_type": "refresh_token", "refresh_token": "pearl" }));
        assert_eq!(request.headers, [Header::new("X-Refresh", "<pearl>")?]);
        assert!(Auth { refresh_token: String::new(), ..auth() }.renewal()?.is_none());
        Ok(())
    }

    #[test]
    fn m115_three_fields_of_an_answer_count() {
        let renewed = |answer: &str| auth().renewed_by(answer.as_bytes(), NOW);
        let whole = renewed(r#"{"access_token":"n","expires_in":3600,"refresh_token":"p2","token_type":"Bearer"}"#);
        let expected = Auth {
            access_token: "n".into(),
            expires: Some(NOW.plus_millis(3_600_000)),
            refresh_token: "p2".into(),
            ..auth()
        };
        assert_eq!(whole, Ok(expected));
        let bare = renewed(r#"{"access_token":"n"}"#).expect("a token");
        assert_eq!((bare.expires, bare.refresh_token.as_str()), (None, "pearl"));
        assert_eq!(
            renewed(r#"{"access_token":"n","expires_in":"60"}"#).map(|auth| auth.expires),
            Ok(Some(NOW.plus_millis(60_000)))
        );
        assert_eq!(renewed(r#"{"error":"invalid_grant"}"#), Err(BadRenewal::NoToken));
        assert_eq!(renewed("<html>"), Err(BadRenewal::Unreadable));
    }

    #[test]
    fn a_token_that_looks_like_a_template_is_none_and_nothing_is_printed() {
        assert_eq!(fill("{accessToken}-{refreshToken}", "{refreshToken}", "r"), "{refreshToken}-r");
        assert!(!format!("{:?}", auth()).contains("pearl"));
    }
}
