//! How the command ends.
//!
//! Owns the exit codes of the contract and which end of a download means which of them.

use std::process::ExitCode;

use haul_api::{Code, Refusal, Status};

/// An end of the command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is complete.
    Done,
    /// At least one thing failed.
    Failed,
    /// The command was used wrongly.
    Usage,
    /// Every failure was a file that the server does not have.
    NotFound,
    /// Every failure was the disk's.
    Disk,
    /// Every failure was a wrong digest or length.
    Integrity,
    /// Every failure was the network's, or of its encryption.
    Network,
    /// A request was answered with a status of 400 or more.
    Refused,
    /// The person stopped it.
    Interrupted,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Failed => 1,
            Exit::Usage => 2,
            Exit::NotFound => 3,
            Exit::Disk => 4,
            Exit::Integrity => 5,
            Exit::Network => 6,
            Exit::Refused => 22,
            Exit::Interrupted => 130,
        })
    }
}

impl Exit {
    /// The end that several ends make together.
    pub(crate) fn together(self, other: Self) -> Self {
        match (self, other) {
            (Self::Done, end) | (end, Self::Done) => end,
            (one, another) if one == another => one,
            (_, _) => Self::Failed,
        }
    }

    /// The end of a download with this final status.
    pub(crate) fn of_status(status: Status, category: Option<&str>) -> Self {
        match status {
            Status::Complete => Self::Done,
            Status::NotFound => Self::NotFound,
            Status::Failed => category.map_or(Self::Failed, Self::of_category),
            Status::Canceled | Status::Enqueued | Status::Running | Status::WaitingToRetry | Status::Paused => {
                Self::Failed
            }
        }
    }

    /// The end that a refusal makes.
    pub(crate) const fn of_refusal(refusal: &Refusal) -> Self {
        match refusal.code {
            Code::BadRequest | Code::BadUrl | Code::DuplicateId | Code::BatchRefused => Self::Usage,
            Code::Disk => Self::Disk,
            Code::UnknownTask
            | Code::UnknownBatch
            | Code::NotPossible
            | Code::NotPausable
            | Code::Database
            | Code::Gone
            | Code::Internal => Self::Failed,
        }
    }

    /// The end that an error makes.
    pub(crate) fn of_error(error: &anyhow::Error) -> Self {
        if error.is::<WrongUsage>() {
            return Self::Usage;
        }
        error.downcast_ref().map_or(Self::Failed, Self::of_refusal)
    }

    fn of_category(category: &str) -> Self {
        match category.split('.').next() {
            Some("disk") => Self::Disk,
            Some("integrity") => Self::Integrity,
            Some("net" | "tls" | "http2") => Self::Network,
            Some(_) | None => Self::Failed,
        }
    }
}

/// The command line asks for something that makes no sense.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct WrongUsage(pub(crate) String);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_of_failure_has_its_own_code_and_a_mixture_does_not() {
        assert_eq!(Exit::Done.together(Exit::NotFound), Exit::NotFound);
        assert_eq!(Exit::NotFound.together(Exit::NotFound), Exit::NotFound);
        assert_eq!(Exit::NotFound.together(Exit::Disk), Exit::Failed);
    }

    #[test]
    fn categories_have_the_codes_of_the_contract() {
        let of = |category| Exit::of_status(Status::Failed, Some(category));
        assert_eq!(of("disk.full"), Exit::Disk);
        assert_eq!(of("integrity.size"), Exit::Integrity);
        assert_eq!(of("net.refused"), Exit::Network);
        assert_eq!(of("tls.cert"), Exit::Network);
        assert_eq!(of("http.403"), Exit::Failed);
        assert_eq!(of("redirect.loop"), Exit::Failed);
    }
}
