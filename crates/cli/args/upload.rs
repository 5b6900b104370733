//! The options of `upload`.
//!
//! Owns what can be said of files to send on one line. Refuses meaning: that stands in the command itself.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum, ValueHint};
use haul_api::{Header, Resume};

use super::new::{Access, parameter, rate};
use super::{Label, MethodWord, Tries};

/// Files to send.
#[derive(Debug, ClapArgs)]
pub(crate) struct Send {
    /// The files.
    #[arg(value_name = "FILE", required = true, value_hint = ValueHint::FilePath)]
    pub(crate) files: Vec<PathBuf>,
    /// Address; one without a scheme is https.
    #[arg(value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) url: String,
    /// Send each file as it is, in a request of its own. A header Range names the slice to send.
    #[arg(long, group = "form")]
    pub(crate) binary: bool,
    /// Send the files as parts of one form; so it is unless --binary or --resume is given.
    #[arg(long, group = "form", conflicts_with = "resume")]
    pub(crate) multipart: bool,
    /// Field of the form, before the files; give it as often as there are some.
    #[arg(long = "field", value_name = "K=V", value_parser = parameter, conflicts_with_all = ["binary", "resume"])]
    pub(crate) fields: Vec<Header>,
    /// Field of the files; without it `file`, or with several files the name of each without its extension.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["binary", "resume"])]
    pub(crate) file_field: Option<String>,
    /// MIME type of the files; without it each name says it.
    #[arg(long, value_name = "TYPE")]
    pub(crate) mime: Option<String>,
    /// Request method; POST unless said.
    #[arg(long, ignore_case = true, value_name = "METHOD")]
    pub(crate) method: Option<MethodWord>,
    /// Go on at the server's offset after a break or a pause, in the words of this protocol.
    #[arg(long, value_name = "HOW")]
    pub(crate) resume: Option<ResumeWord>,
    /// Send files that links lead to.
    #[arg(long)]
    pub(crate) follow_links: bool,
    /// Query parameter, appended as it is.
    #[arg(long, value_name = "K=V", value_parser = parameter)]
    pub(crate) query: Vec<Header>,
    /// Most bytes a second, with K, M or G.
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub(crate) limit_rate: Option<u64>,
    #[command(flatten)]
    pub(crate) tries: Tries,
    #[command(flatten)]
    pub(crate) label: Label,
    #[command(flatten)]
    pub(crate) access: Access,
}

/// A way to go on after a break.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ResumeWord {
    /// Not at all: it begins anew where that does no harm.
    Never,
    /// draft-ietf-httpbis-resumable-upload.
    Draft,
    /// tus 1.0.
    Tus,
}

impl From<ResumeWord> for Resume {
    fn from(word: ResumeWord) -> Self {
        match word {
            ResumeWord::Never => Self::Never,
            ResumeWord::Draft => Self::Draft,
            ResumeWord::Tus => Self::Tus,
        }
    }
}
