//! What a request is made of.
//!
//! Owns method, header and body, checked (M011, M012, M013). Refuses to know what a request is for.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::task::BadTask;

/// Request method (M012).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the methods of RFC 9110 and RFC 5789")]
pub enum Method {
    Get,
    Post,
    Head,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method as it stands on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Head => "HEAD",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl Method {
    /// Whether a request can be sent again without doing something twice (RFC 9110 section 9.2.2).
    #[must_use]
    pub const fn is_idempotent(self) -> bool {
        match self {
            Self::Get | Self::Head | Self::Put | Self::Delete => true,
            Self::Post | Self::Patch => false,
        }
    }
}

impl FromStr for Method {
    type Err = BadTask;

    fn from_str(text: &str) -> Result<Self, BadTask> {
        [Self::Get, Self::Post, Self::Head, Self::Put, Self::Patch, Self::Delete]
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| BadTask::Method(text.to_owned()))
    }
}

/// One header of a request, checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Its name, an RFC 9110 token.
    pub name: String,
    /// Its value, without CR, LF, NUL or other control characters.
    pub value: String,
}

impl Header {
    /// Checks name and value.
    ///
    /// # Errors
    /// [`BadTask::Header`] for anything that could end the header early (row 73 of the fault matrix).
    pub fn new(name: &str, value: &str) -> Result<Self, BadTask> {
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let value = value.trim_matches([' ', '\t']);
        let plain = value.chars().all(|character| character == '\t' || !character.is_control());
        if name.is_empty() || !name.bytes().all(token) || !plain {
            return Err(BadTask::Header(name.to_owned()));
        }
        Ok(Self { name: name.to_owned(), value: value.to_owned() })
    }
}

/// What is sent with a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Text as it is.
    Text(String),
    /// Bytes as they are.
    Bytes(Vec<u8>),
    /// A list or map as JSON text.
    Json(String),
}

impl Body {
    /// A JSON body (M013).
    ///
    /// # Errors
    /// [`BadTask::Body`] for anything but a list or a map.
    pub fn json(value: &serde_json::Value) -> Result<Self, BadTask> {
        if value.is_array() || value.is_object() { Ok(Self::Json(value.to_string())) } else { Err(BadTask::Body) }
    }

    /// The bytes on the wire.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) | Self::Json(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}
