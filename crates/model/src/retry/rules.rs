//! The rule of every category: how it is paced, how often, and what becomes of the part file.
//!
//! Owns the table. Rule kept here: a new category does not compile before it has a row.

use super::{Exchange, History};
use crate::fault::{Category, Remedy};

/// How one category is treated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// When the next attempt is made, if one is.
    pub pace: Pace,
    /// How many are made, and what helps afterwards.
    pub limit: Limit,
    /// What becomes of the part file.
    pub part: Part,
}

/// When the next attempt is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// After a growing pause, or at the server's `Retry-After` when that is later.
    Backoff,
    /// After a growing pause that costs none of the task's retries: what failed is not the transfer.
    BackoffForFree,
    /// Like [`Pace::Backoff`], over a new connection or from the next mirror.
    NewConnection,
    /// At once, with something changed.
    AtOnce(Change),
    /// When the network is back.
    WhenOnline,
    /// Not at all, unless the network was down at that moment.
    NeverButWhenOnline,
    /// Not at all, after one immediate repeat.
    NeverButOnce,
    /// Not at all.
    Never,
}

/// What an immediate attempt changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Nothing: the server did not begin to work on the request.
    Nothing,
    /// It begins at zero; the old part is kept until the new one is whole.
    FromZero,
    /// What [`crate::range::judge`] said about the answer.
    AsRangeJudged,
    /// It uses HTTP/1.1.
    OverHttp1,
    /// It asks for the identity coding alone.
    WithoutCoding,
    /// It asks for the server's offset first (HEAD, `Upload-Offset`) and continues there.
    FromServerOffset,
}

/// How many attempts a category is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    /// So many retries of failures of any category in a row, then the remedy.
    InARow(u32, Remedy),
    /// So many retries of failures of this category, then the remedy.
    OfThisCategory(u32, Remedy),
    /// As many as it takes.
    Unlimited,
    /// None.
    None(Remedy),
}

/// What becomes of the part file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// It stays.
    Keep,
    /// It stays until the new copy is whole.
    ReplaceAfterNewIsWhole,
    /// [`crate::range::judge`] says.
    AsRangeJudged,
    /// It stays, without what this answer wrote.
    DropThisAnswer,
    /// It stays, and everything since the last good fsync is checked again.
    Recheck,
    /// It is gone.
    Lost,
    /// It moves aside under a new name.
    Quarantine,
    /// There is none.
    Absent,
}

impl Limit {
    /// Ten retries in a row, then the user is asked.
    pub const TRANSIENT: Self = Self::InARow(10, Remedy::AskUser);

    /// So many retries of one category, then the user is asked.
    const fn asking_after(retries: u32) -> Self {
        Self::OfThisCategory(retries, Remedy::AskUser)
    }

    /// Whether one more retry is within the limit.
    #[must_use]
    pub const fn allows(self, history: &History) -> bool {
        match self {
            Self::InARow(most, _) => history.failures < most,
            Self::OfThisCategory(most, _) => history.of_this_category < most,
            Self::Unlimited => true,
            Self::None(_) => false,
        }
    }

    /// What helps when the limit is reached.
    #[must_use]
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::InARow(_, remedy) | Self::OfThisCategory(_, remedy) | Self::None(remedy) => remedy,
            Self::Unlimited => Remedy::RetryLater,
        }
    }
}

/// The rule for a category in an exchange.
#[must_use]
pub const fn rule(category: Category, exchange: Exchange) -> Rule {
    let of_download = of_download(category);
    match exchange {
        Exchange::Fetch => of_download,
        Exchange::Put | Exchange::Post(_) | Exchange::Append => {
            let is_refused = matches!(category, Category::NetRefused);
            let limit = if is_refused { Limit::TRANSIENT } else { of_download.limit };
            Rule { part: Part::Absent, limit, ..of_download }
        }
    }
}

#[rustfmt::skip] // a table: one row a line
const fn of_download(category: Category) -> Rule {
    use Category as C;
    match category {
        C::Http(status) => of_answer(status),
        C::NetDnsTemporary | C::NetConnectTimeout | C::NetReset | C::NetTruncated | C::NetStall | C::Http2Stream
        | C::DiskOffline | C::LocalFdLimit => backoff(Limit::TRANSIENT),
        C::NetRefused => backoff(Limit::asking_after(2)),
        C::TlsRecord => backoff(Limit::asking_after(3)),
        C::HttpProtocol => backoff(Limit::OfThisCategory(2, Remedy::GiveUp)),
        C::NetSlow => Rule { pace: Pace::NewConnection, ..backoff(Limit::TRANSIENT) },
        C::NetOffline => Rule { pace: Pace::WhenOnline, ..backoff(Limit::Unlimited) },
        C::DbBusy => Rule { pace: Pace::BackoffForFree, ..backoff(Limit::asking_after(10)) },
        C::Http2Refused => at_once(Change::Nothing, Limit::asking_after(5), Part::Keep),
        C::Http2Downgrade => at_once(Change::OverHttp1, Limit::asking_after(1), Part::Keep),
        C::HttpEncoding => at_once(Change::WithoutCoding, Limit::asking_after(1), Part::DropThisAnswer),
        C::HttpChanged => at_once(Change::FromZero, Limit::asking_after(1), Part::ReplaceAfterNewIsWhole),
        C::HttpRange => at_once(Change::AsRangeJudged, Limit::asking_after(1), Part::AsRangeJudged),
        C::UploadOffset => at_once(Change::FromServerOffset, Limit::OfThisCategory(3, Remedy::StartOver), Part::Keep),
        C::NetDnsNxdomain => Rule { pace: Pace::NeverButWhenOnline, ..never(Remedy::AskUser, Part::Keep) },
        C::TlsHandshake => Rule { pace: Pace::NeverButOnce, ..never(Remedy::GiveUp, Part::Keep) },
        C::AuthRequired | C::TlsCert | C::RedirectDowngrade | C::RedirectUploadNeedsConfirm | C::DiskFull
        | C::DiskFileTooLarge | C::DiskPermission | C::DiskReadOnly | C::DiskExists | C::DbCorrupt | C::LocalMemory
        | C::UploadUnknownOutcome | C::LocalCommand => never(Remedy::AskUser, Part::Keep),
        C::DiskIo => never(Remedy::AskUser, Part::Recheck),
        C::DiskPath => never(Remedy::AskUser, Part::Lost),
        C::IntegrityChecksum | C::IntegritySize => never(Remedy::AskUser, Part::Quarantine),
        C::HttpNoContent => never(Remedy::GiveUp, Part::Absent),
        C::RedirectBadLocation | C::RedirectBodyCrossOrigin | C::RedirectLoop | C::RedirectNoLocation
        | C::RedirectSchemeBlocked | C::RedirectTooMany | C::LocalInternal | C::Policy | C::UploadSourceChanged
        | C::UploadTooLarge | C::User => never(Remedy::GiveUp, Part::Keep),
    }
}

/// Whether a category is an answer that will not change by itself and is retried only on the user's word.
pub(super) const fn is_permanent_answer(category: Category) -> bool {
    if let Category::Http(status) = category {
        return status != 404 && matches!(of_answer(status).pace, Pace::Never);
    }
    matches!(category, Category::AuthRequired)
}

/// The rule for a status without a category of its own.
const fn of_answer(status: u16) -> Rule {
    match status {
        408 | 425 | 429 | 502..=504 | 520..=524 | 527 | 529 | 530 => backoff(Limit::TRANSIENT),
        500 | 509 | 512..=519 | 525 | 526 | 528 | 531..=599 => backoff(Limit::asking_after(2)),
        403 | 507 | 511 => never(Remedy::AskUser, Part::Keep),
        _ => never(Remedy::GiveUp, Part::Keep),
    }
}

const fn backoff(limit: Limit) -> Rule {
    Rule { pace: Pace::Backoff, limit, part: Part::Keep }
}

const fn at_once(change: Change, limit: Limit, part: Part) -> Rule {
    Rule { pace: Pace::AtOnce(change), limit, part }
}

const fn never(remedy: Remedy, part: Part) -> Rule {
    Rule { pace: Pace::Never, limit: Limit::None(remedy), part }
}
