//! How a call and its answer travel.
//!
//! Owns the frames: one JSON object a line. A connection carries calls and their answers, both in the same order, or one watch
//! and its updates. Refuses frames above [`LONGEST_FRAME`]. Rule kept here: a refusal says what to do, and never holds a secret.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use ts_rs::TS;

use crate::calls::Call;
use crate::update::Watch;

/// The longest line that either side reads, in bytes: 64 MiB, enough for 100,000 downloads in one call.
pub const LONGEST_FRAME: u64 = 64 << 20;

/// What a client says first on a connection.
#[allow(clippy::large_enum_variant, reason = "a connection begins with one")]
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Hello {
    /// A call; one [`Reply`] follows, and the next call may come before it.
    Call(Call),
    /// One watch; updates follow until either side closes.
    Watch {
        /// What is watched.
        watch: Watch,
    },
}

/// What the host says to a call.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply<T> {
    /// The answer.
    Ok(T),
    /// Why there is none.
    Refused(Refusal),
}

/// Why a call was refused, for programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(rename_all = "snake_case")]
pub enum Code {
    /// The call makes no sense as it stands.
    BadRequest,
    /// The address cannot be used.
    BadUrl,
    /// No such task.
    UnknownTask,
    /// A live task has this id already (M005).
    DuplicateId,
    /// There is no such batch.
    UnknownBatch,
    /// Another task of the batch was refused, so none of it was added (M145).
    BatchRefused,
    /// The task cannot do that where it is now.
    NotPossible,
    /// The server cannot continue a file, so a pause would lose what is there (M062).
    NotPausable,
    /// The folder or file cannot be used.
    Disk,
    /// The database cannot be used.
    Database,
    /// There is no host to ask.
    Gone,
    /// The program itself failed.
    Internal,
}

/// Why a call was refused, and what helps.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize, TS)]
#[error("{message}")]
pub struct Refusal {
    /// For programs.
    pub code: Code,
    /// For people: what happened and what to do.
    pub message: String,
}

impl Refusal {
    /// Puts a refusal together.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    /// The other side said something that cannot be read.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "used as a function in map_err")]
    pub fn unreadable(error: serde_json::Error) -> Self {
        Self::new(Code::BadRequest, format!("The message cannot be read: {error}."))
    }

    /// The connection failed.
    #[must_use]
    #[allow(clippy::needless_pass_by_value, reason = "used as a function in map_err")]
    pub fn gone(error: std::io::Error) -> Self {
        Self::new(Code::Gone, format!("Haul does not answer: {error}. Start it with `haul daemon` or open the window."))
    }
}

/// A frame that is ready to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame(Vec<u8>);

impl Frame {
    /// Puts a value into a frame.
    ///
    /// # Errors
    /// [`Refusal`] when the value is no JSON.
    pub fn of(value: &impl Serialize) -> Result<Self, Refusal> {
        let mut line = serde_json::to_vec(value).map_err(Refusal::unreadable)?;
        line.push(b'\n');
        Ok(Self(line))
    }

    /// Puts values into frames that go together.
    ///
    /// # Errors
    /// [`Refusal`] when one of them is no JSON.
    pub fn all<T: Serialize>(values: &[T]) -> Result<Self, Refusal> {
        let mut lines = Vec::new();
        for value in values {
            serde_json::to_writer(&mut lines, value).map_err(Refusal::unreadable)?;
            lines.push(b'\n');
        }
        Ok(Self(lines))
    }

    /// Sends it.
    ///
    /// # Errors
    /// [`Refusal`] when the connection is closed.
    pub async fn write(&self, to: &mut (impl AsyncWrite + Unpin)) -> Result<(), Refusal> {
        to.write_all(&self.0).await.map_err(Refusal::gone)?;
        to.flush().await.map_err(Refusal::gone)
    }
}

/// Writes one frame.
///
/// # Errors
/// [`Refusal`] when the value is no JSON or the connection is closed.
pub async fn write_frame(to: &mut (impl AsyncWrite + Unpin), frame: &impl Serialize) -> Result<(), Refusal> {
    Frame::of(frame)?.write(to).await
}

/// Reads one frame; `None` when the other side has closed.
///
/// # Errors
/// [`Refusal`] when the line is longer than [`LONGEST_FRAME`], no JSON of this kind, or the connection broke.
pub async fn read_frame<T: for<'de> Deserialize<'de>>(
    from: &mut (impl AsyncBufRead + Unpin),
) -> Result<Option<T>, Refusal> {
    read_line(from).await?.map(|line| serde_json::from_slice(&line).map_err(Refusal::unreadable)).transpose()
}

/// Reads what a client says first; `None` when it has closed.
///
/// # Errors
/// As [`read_frame`].
pub async fn read_hello(from: &mut (impl AsyncBufRead + Unpin)) -> Result<Option<Hello>, Refusal> {
    let Some(line) = read_line(from).await? else { return Ok(None) };
    // Nearly every one is a call, and a long one is read as such at once, without being held as anything at all.
    match serde_json::from_slice(&line) {
        Ok(call) => Ok(Some(Hello::Call(call))),
        Err(_) => serde_json::from_slice(&line).map(Some).map_err(Refusal::unreadable),
    }
}

async fn read_line(from: &mut (impl AsyncBufRead + Unpin)) -> Result<Option<Vec<u8>>, Refusal> {
    let mut line = Vec::new();
    let read = from.take(LONGEST_FRAME).read_until(b'\n', &mut line).await.map_err(Refusal::gone)?;
    if read == 0 {
        return Ok(None);
    }
    if line.last() != Some(&b'\n') {
        return Err(Refusal::new(Code::BadRequest, "The message is cut off or longer than 64 MiB."));
    }
    Ok(Some(line))
}
