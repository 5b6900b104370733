//! Files to send, as their sender described them.
//!
//! Owns [`Upload`] and the words of its choices. Refuses state: how far one has come is a [`Delivery`](crate::upload::Delivery).

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::range::AskedRange;
use crate::task::{Calling, Private, Request, Work};

/// Files to send to a server, whose answer is kept (M160 to M164).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upload {
    /// To whom, and how; what stands in the body follows from `form`, so it has none of its own. Its headers already say
    /// what the body is.
    #[serde(flatten)]
    pub request: Request,
    /// What is sent.
    pub form: Form,
    /// Most bytes a second.
    #[serde(default)]
    pub limit_rate: Option<u64>,
    /// How it goes on after a break.
    #[serde(default)]
    pub resuming: Resuming,
}

/// What the body of an upload is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The file as it is, or a slice of it (M160, M161).
    Binary {
        /// Absolute path without links.
        file: PathBuf,
        /// The only bytes of it that are sent.
        slice: Option<AskedRange>,
    },
    /// Fields and files in parts (RFC 7578; M162, M163).
    Multipart {
        /// What stands between the parts.
        boundary: String,
        /// Fields in order; a name may come again.
        fields: Vec<Field>,
        /// Files in order, after the fields.
        files: Vec<FilePart>,
    },
}

/// A field of a form. Its value may be a credential, so it is kept like one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Its value, sent as it is.
    pub value: String,
}

/// A file of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePart {
    /// Name of the field.
    pub field: String,
    /// Absolute path without links.
    pub path: PathBuf,
    /// Name that the server hears.
    pub name: String,
    /// MIME type.
    pub mime: String,
}

/// How an upload goes on after a break.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resuming {
    /// From its beginning, where sending it again does no harm.
    #[default]
    Never,
    /// At the server's offset (draft-ietf-httpbis-resumable-upload).
    Draft,
    /// At the server's offset (tus 1.0).
    Tus,
}

impl Upload {
    /// What is sent, without the body.
    #[must_use]
    pub fn calling(&self) -> Calling<'_> {
        self.request.calling()
    }

    /// What may hold a secret.
    #[must_use]
    pub fn private(&mut self) -> Private<'_> {
        let fields = match &mut self.form {
            Form::Multipart { fields, .. } => fields.as_mut_slice(),
            Form::Binary { .. } => Default::default(),
        };
        Private { fields, ..self.request.private() }
    }

    /// The files that are sent, in order.
    #[must_use]
    pub fn files(&self) -> Vec<&Path> {
        match &self.form {
            Form::Binary { file, .. } => vec![file],
            Form::Multipart { files, .. } => files.iter().map(|part| part.path.as_path()).collect(),
        }
    }

    /// Whether it can go on where it stopped.
    #[must_use]
    pub const fn can_pause(&self) -> bool {
        match self.resuming {
            Resuming::Never => false,
            Resuming::Draft | Resuming::Tus => true,
        }
    }
}

impl Work {
    /// The upload, where it is one.
    #[must_use]
    pub const fn as_upload(&self) -> Option<&Upload> {
        match self {
            Self::Upload(upload) => Some(upload),
            Self::Download(_) | Self::Request(_) => None,
        }
    }

    /// Its own limit of bytes a second; requests have none.
    #[must_use]
    pub const fn limit_rate(&self) -> Option<u64> {
        match self {
            Self::Download(download) => download.limit_rate,
            Self::Upload(upload) => upload.limit_rate,
            Self::Request(_) => None,
        }
    }

    /// Gives it another limit of bytes a second, where it can have one.
    pub const fn set_limit_rate(&mut self, rate: Option<u64>) {
        match self {
            Self::Download(download) => download.limit_rate = rate,
            Self::Upload(upload) => upload.limit_rate = rate,
            Self::Request(_) => {}
        }
    }
}
