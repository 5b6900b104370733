//! The words of uploads that can be resumed: tus 1.0 and draft-ietf-httpbis-resumable-upload.
//!
//! Owns the head of every request and what the answers mean. Refuses to send. Rules kept here: what the server says to
//! have is believed only as far as it can have it; a resource is made before the first byte is sent, so there is always
//! one to ask.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::task::{BadTask, Header, Method, Resuming, Upload};
use crate::upload::Delivery;

/// A protocol of uploads that can be resumed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// draft-ietf-httpbis-resumable-upload, interoperability version 8.
    Draft,
    /// tus 1.0.
    Tus,
}

/// What is asked of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To make a resource for the upload, without any byte of it.
    Create,
    /// How much it has.
    Ask,
    /// To take everything from this offset on.
    Append(u64),
    /// To forget what it has: the upload is called off.
    Forget,
}

/// What an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said<'a> {
    /// Its status.
    pub status: u16,
    /// `Upload-Offset`.
    pub offset: Option<&'a str>,
    /// `Upload-Complete`.
    pub complete: Option<&'a str>,
}

/// How an upload stands at the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has so many bytes from the beginning.
    At(u64),
    /// It has everything, and has done with it what it was to do.
    Complete,
    /// It does not know the resource any more.
    Gone,
    /// It says to have bytes that it was never sent.
    Beyond(u64),
    /// It does not say in the words of the protocol.
    Unclear,
    /// It refuses to say.
    Refused,
}

impl Resuming {
    /// The protocol by which an upload is resumed.
    #[must_use]
    pub const fn protocol(self) -> Option<Protocol> {
        match self {
            Self::Never => None,
            Self::Draft => Some(Protocol::Draft),
            Self::Tus => Some(Protocol::Tus),
        }
    }
}

impl Protocol {
    /// Method and headers of a request; `length` is that of the whole body.
    ///
    /// # Errors
    /// [`BadTask::Header`] never happens for an upload that was packed by this crate.
    pub fn head(self, step: Step, upload: &Upload, length: u64) -> Result<(Method, Vec<Header>), BadTask> {
        let describes_body = step == Step::Create && self == Self::Draft;
        let mut headers: Vec<Header> = upload.request.headers.clone();
        headers.retain(|header| {
            let name = header.name.to_ascii_lowercase();
            let is_expecting = name == "expect" && !matches!(step, Step::Append(_));
            !is_expecting && (describes_body || !name.starts_with("content-"))
        });
        let mut add = |name: &str, value: &str| Header::new(name, value).map(|header| headers.push(header));
        match self {
            Self::Draft => add("Upload-Draft-Interop-Version", "8")?,
            Self::Tus => add("Tus-Resumable", "1.0.0")?,
        }
        let method = match step {
            Step::Create => {
                add("Upload-Length", &length.to_string())?;
                match self {
                    Self::Draft => add("Upload-Complete", "?0")?,
                    Self::Tus => add("Upload-Metadata", &metadata(upload))?,
                }
                if self == Self::Tus { Method::Post } else { upload.request.method }
            }
            Step::Ask => Method::Head,
            Step::Forget => Method::Delete,
            Step::Append(offset) => {
                add("Upload-Offset", &offset.to_string())?;
                match self {
                    Self::Draft => {
                        add("Upload-Complete", "?1")?;
                        add("Content-Type", "application/partial-upload")?;
                    }
                    Self::Tus => add("Content-Type", "application/offset+octet-stream")?,
                }
                Method::Patch
            }
        };
        Ok((method, headers))
    }

    /// What the answer to [`Step::Ask`] means.
    #[must_use]
    pub fn asked(self, said: Said<'_>, delivery: &Delivery) -> Standing {
        if let Some(standing) = refusal(said) {
            return standing;
        }
        let Some(offset) = number(said.offset) else { return Standing::Unclear };
        let is_complete = match self {
            Self::Draft => is_true(said.complete),
            Self::Tus => offset == delivery.length,
        };
        if offset > delivery.length || offset > delivery.most || (is_complete && offset < delivery.length) {
            return Standing::Beyond(offset);
        }
        if is_complete { Standing::Complete } else { Standing::At(offset) }
    }

    /// What the answer to [`Step::Append`] means.
    #[must_use]
    pub fn appended(self, said: Said<'_>, delivery: &Delivery) -> Standing {
        if let Some(standing) = refusal(said) {
            return standing;
        }
        let offset = number(said.offset);
        match (self, offset) {
            // The last answer is that of whatever the upload was for; only an unfinished one says so.
            (Self::Draft, _) if !is_false(said.complete) => Standing::Complete,
            (Self::Draft | Self::Tus, None) => Standing::Unclear,
            (Self::Draft | Self::Tus, Some(offset)) if offset > delivery.length => Standing::Beyond(offset),
            (Self::Tus, Some(offset)) if offset == delivery.length => Standing::Complete,
            (Self::Draft | Self::Tus, Some(offset)) => Standing::At(offset),
        }
    }
}

fn refusal(said: Said<'_>) -> Option<Standing> {
    match said.status {
        200..=206 => None,
        404 | 410 => Some(Standing::Gone),
        _ => Some(Standing::Refused),
    }
}

fn number(text: Option<&str>) -> Option<u64> {
    let text = text?.trim();
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// A boolean of structured fields (RFC 9651); parameters say nothing here.
fn is_true(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.trim().starts_with("?1"))
}

fn is_false(text: Option<&str>) -> bool {
    text.is_some_and(|text| text.trim().starts_with("?0"))
}

/// `Upload-Metadata` of tus: names, each with its value in base64.
fn metadata(upload: &Upload) -> String {
    let name = upload.files().first().and_then(|path| path.file_name()).and_then(|name| name.to_str());
    let kind = upload.request.headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"));
    let pairs = [("filename", name), ("filetype", kind.map(|header| header.value.as_str()))];
    let written = pairs.iter().filter_map(|(key, value)| Some(format!("{key} {}", STANDARD.encode((*value)?))));
    written.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::task::Request;
    use crate::upload::{Content, Given, pack};

    fn upload(resuming: Resuming) -> Result<Upload, BadTask> {
        let url = "https://a.example/up".parse().expect("a test address");
        let headers = vec![Header::new("X-Own", "1")?, Header::new("Expect", "100-continue")?];
        let request = Request { headers, ..Request::of(url, Method::Put) };
        let file = Given { path: "/a/b.txt".into(), ..Given::default() };
        pack(request, Content::Binary(file), resuming, 7)
    }

    fn written(protocol: Protocol, resuming: Resuming, step: Step) -> Result<String, BadTask> {
        let (method, headers) = protocol.head(step, &upload(resuming)?, 9)?;
        let lines = headers.iter().map(|header| format!("{}: {}", header.name, header.value));
        Ok(format!("{} | {}", method.as_str(), lines.collect::<Vec<_>>().join(" | ")))
    }

    #[test]
    fn f164_every_request_of_tus_speaks_its_words() -> Result<(), BadTask> {
        let of = |step| written(Protocol::Tus, Resuming::Tus, step);
        assert_eq!(
            of(Step::Create)?,
            "POST | X-Own: 1 | Tus-Resumable: 1.0.0 | Upload-Length: 9 | \
             Upload-Metadata: filename Yi50eHQ=,filetype dGV4dC9wbGFpbg=="
        );
        assert_eq!(of(Step::Ask)?, "HEAD | X-Own: 1 | Tus-Resumable: 1.0.0");
        assert_eq!(of(Step::Forget)?, "DELETE | X-Own: 1 | Tus-Resumable: 1.0.0");
        assert_eq!(
            of(Step::Append(4))?,
            "PATCH | X-Own: 1 | Expect: 100-continue | Tus-Resumable: 1.0.0 | Upload-Offset: 4 | \
             Content-Type: application/offset+octet-stream"
        );
        Ok(())
    }

    #[test]
    fn f164_every_request_of_the_draft_speaks_its_words() -> Result<(), BadTask> {
        let of = |step| written(Protocol::Draft, Resuming::Draft, step);
        assert_eq!(
            of(Step::Create)?,
            "PUT | X-Own: 1 | Content-Type: text/plain | Content-Disposition: attachment; filename=\"b.txt\" | \
             Upload-Draft-Interop-Version: 8 | Upload-Length: 9 | Upload-Complete: ?0"
        );
        assert_eq!(of(Step::Ask)?, "HEAD | X-Own: 1 | Upload-Draft-Interop-Version: 8");
        assert_eq!(of(Step::Forget)?, "DELETE | X-Own: 1 | Upload-Draft-Interop-Version: 8");
        assert_eq!(
            of(Step::Append(4))?,
            "PATCH | X-Own: 1 | Expect: 100-continue | Upload-Draft-Interop-Version: 8 | Upload-Offset: 4 | \
             Upload-Complete: ?1 | Content-Type: application/partial-upload"
        );
        Ok(())
    }

    #[test]
    fn f164_f165_what_the_server_says_to_have_is_believed_as_far_as_it_can_have_it() {
        let delivery = Delivery { most: 7, ..Delivery::of(9, Vec::new()) };
        let sent = Delivery { most: 9, ..delivery.clone() };
        let said = |status, offset, complete| Said { status, offset, complete };
        for (protocol, said, delivery, standing) in [
            (Protocol::Tus, said(200, Some("4"), None), &delivery, Standing::At(4)),
            (Protocol::Tus, said(204, Some(" 0 "), None), &delivery, Standing::At(0)),
            (Protocol::Tus, said(200, Some("8"), None), &delivery, Standing::Beyond(8)),
            (Protocol::Tus, said(200, Some("10"), None), &sent, Standing::Beyond(10)),
            (Protocol::Tus, said(200, Some("9"), None), &sent, Standing::Complete),
            (Protocol::Tus, said(200, None, None), &sent, Standing::Unclear),
            (Protocol::Tus, said(200, Some("-1"), None), &sent, Standing::Unclear),
            (Protocol::Tus, said(404, None, None), &sent, Standing::Gone),
            (Protocol::Tus, said(410, Some("4"), None), &sent, Standing::Gone),
            (Protocol::Tus, said(500, Some("4"), None), &sent, Standing::Refused),
            (Protocol::Draft, said(204, Some("9"), Some("?0")), &sent, Standing::At(9)),
            (Protocol::Draft, said(204, Some("9"), Some("?1")), &sent, Standing::Complete),
            (Protocol::Draft, said(204, Some("4"), Some("?1")), &sent, Standing::Beyond(4)),
        ] {
            assert_eq!(protocol.asked(said, delivery), standing, "{protocol:?} {said:?} {delivery:?}");
        }
    }

    #[test]
    fn f164_the_last_answer_says_whether_it_is_the_last() {
        let delivery = Delivery { most: 9, ..Delivery::of(9, Vec::new()) };
        let said = |status, offset, complete| Said { status, offset, complete };
        for (protocol, said, standing) in [
            (Protocol::Tus, said(204, Some("9"), None), Standing::Complete),
            (Protocol::Tus, said(204, Some("5"), None), Standing::At(5)),
            (Protocol::Tus, said(204, None, None), Standing::Unclear),
            (Protocol::Tus, said(409, Some("5"), None), Standing::Refused),
            (Protocol::Draft, said(200, None, None), Standing::Complete),
            (Protocol::Draft, said(201, None, Some("?1")), Standing::Complete),
            (Protocol::Draft, said(201, Some("5"), Some("?0")), Standing::At(5)),
            (Protocol::Draft, said(404, None, None), Standing::Gone),
        ] {
            assert_eq!(protocol.appended(said, &delivery), standing, "{protocol:?} {said:?}");
        }
    }
}
