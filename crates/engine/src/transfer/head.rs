//! The head of an answer, in the words of the judgement.
//!
//! Owns which headers are looked at. Refuses to judge: that is `haul_model::range`.

use haul_model::digest::{Announced, Digest};
use haul_model::range;
use haul_model::remote::Ranges;
use haul_model::task::Method;
use haul_model::time::Timestamp;
use haul_model::validator::{Comparison, HttpVersion, Validator};

use crate::net::Answer;

/// The head of an answer in the words of the judgement.
pub(crate) struct Head {
    pub(crate) status: u16,
    content_range: Option<String>,
    content_length: Option<String>,
    pub(crate) content_type: Option<String>,
    pub(crate) content_encoding: Option<String>,
    transfer_encoding: Option<String>,
    pub(crate) etag: Option<String>,
    last_modified: Option<String>,
    date: Option<String>,
    accept_ranges: Option<String>,
    version: HttpVersion,
}

impl Head {
    /// Reads the head of an answer to a request with this method, which asked for a part or not.
    pub(crate) fn of(answer: &Answer, method: Method, ranged: bool) -> Self {
        let content_range = answer.text("content-range");
        let status = match answer.status() {
            201 => 200,
            202 if method != Method::Get => 200,
            // Nobody asked for a part; when the part is the whole file, it is as good as 200 (M025).
            206 if !ranged && content_range.as_deref().is_some_and(is_whole_file) => 200,
            status => status,
        };
        Self {
            status,
            content_range,
            content_length: answer.text("content-length"),
            content_type: answer.text("content-type"),
            content_encoding: answer.text("content-encoding"),
            transfer_encoding: answer.text("transfer-encoding"),
            etag: answer.text("etag"),
            last_modified: answer.text("last-modified"),
            date: answer.text("date"),
            accept_ranges: answer.text("accept-ranges"),
            version: answer.version(),
        }
    }

    /// As the judgement wants it.
    pub(crate) fn answer(&self) -> range::Answer<'_> {
        range::Answer {
            status: self.status,
            content_range: self.content_range.as_deref(),
            content_length: self.content_length.as_deref(),
            content_type: self.content_type.as_deref(),
            content_encoding: self.content_encoding.as_deref(),
            transfer_encoding: self.transfer_encoding.as_deref(),
            etag: self.etag.as_deref(),
            last_modified: self.last_modified.as_deref(),
        }
    }

    /// Whether a content coding is around the body.
    pub(crate) fn is_coded(&self) -> bool {
        let coding = self.content_encoding.as_deref().unwrap_or_default().trim();
        !coding.is_empty() && !coding.eq_ignore_ascii_case("identity")
    }

    /// What proves the file unchanged.
    pub(crate) fn validator(&self) -> Option<Validator> {
        let (etag, modified, date) = (self.etag.as_deref(), self.last_modified.as_deref(), self.date.as_deref());
        Validator::of_answer(etag, modified, date, self.version)
    }

    /// What it says about a known validator.
    pub(crate) fn compare(&self, validator: &Validator) -> Comparison {
        validator.compare(self.etag.as_deref(), self.last_modified.as_deref())
    }

    /// The digests of the whole file that it announces.
    pub(crate) fn digests(&self, answer: &Answer) -> Vec<Digest> {
        let coding = self.content_encoding.as_deref().unwrap_or_default().trim();
        let body = match self.status {
            _ if !coding.is_empty() && !coding.eq_ignore_ascii_case("identity") => Announced::Coded,
            206 => Announced::Part,
            _ => Announced::Whole,
        };
        let [repr, content, older] = ["repr-digest", "content-digest", "digest"].map(|name| answer.text(name));
        Digest::of_answer(repr.as_deref(), content.as_deref(), older.as_deref(), body)
    }

    /// When the file was changed last, as the server says.
    pub(crate) fn modified(&self) -> Option<Timestamp> {
        self.last_modified.as_deref().and_then(Timestamp::of_http_date)
    }

    /// What it says about parts.
    pub(crate) fn ranges(&self) -> Ranges {
        match self.accept_ranges.as_deref().map(str::trim) {
            Some(units) if units.eq_ignore_ascii_case("bytes") => Ranges::Offered,
            Some(units) if units.eq_ignore_ascii_case("none") => Ranges::Refused,
            Some(_) | None => Ranges::Unproven,
        }
    }
}

fn is_whole_file(content_range: &str) -> bool {
    range::ContentRange::parse(content_range)
        .is_some_and(|range| range.first == 0 && range.total == Some(range.last + 1))
}
