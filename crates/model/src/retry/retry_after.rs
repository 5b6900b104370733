//! The `Retry-After` header (RFC 9110 section 10.2.3).
//!
//! Owns its reading and its cap. Refuses to know the time: a date is compared with the `now` that is passed in.

use std::time::{Duration, UNIX_EPOCH};

use crate::time::Timestamp;

/// The longest pause that is waited out without asking the user.
const CAP: Duration = Duration::from_secs(24 * 60 * 60);

/// When a server wants to be asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// So many seconds after its answer.
    Seconds(u64),
    /// At a moment of the wall clock.
    At(Timestamp),
}

impl RetryAfter {
    /// Reads a number of seconds or an HTTP date; anything else, a negative number too, is `None` and means nothing.
    #[must_use]
    pub fn parse(value: &str) -> Option<Self> {
        let value = value.trim();
        if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::Seconds(value.parse().unwrap_or(u64::MAX)));
        }
        let date = httpdate::parse_http_date(value).ok()?.duration_since(UNIX_EPOCH).ok()?;
        i64::try_from(date.as_millis()).ok().map(|millis| Self::At(Timestamp(millis)))
    }

    /// The pause from `now`; a moment that has passed is no pause, a date beyond 24 hours is 24 hours: clocks differ.
    ///
    /// # Errors
    /// The moment itself when the server names more than 24 hours in seconds: the user is shown it and decides.
    pub fn pause(self, now: Timestamp) -> Result<Duration, Timestamp> {
        match self {
            Self::Seconds(seconds) if seconds > CAP.as_secs() => Err(later(now, seconds)),
            Self::Seconds(seconds) => Ok(Duration::from_secs(seconds)),
            Self::At(moment) => {
                let ahead = moment.0.saturating_sub(now.0);
                Ok(Duration::from_millis(u64::try_from(ahead).unwrap_or_default()).min(CAP))
            }
        }
    }
}

fn later(now: Timestamp, seconds: u64) -> Timestamp {
    now.plus_millis(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_792_567_680_000); // Wed, 21 Oct 2026 07:28:00 GMT

    fn pause(value: &str) -> Option<Result<Duration, Timestamp>> {
        RetryAfter::parse(value).map(|wish| wish.pause(NOW))
    }

    #[test]
    fn seconds_and_the_three_forms_of_a_date_are_read() {
        assert_eq!(pause(" 120 "), Some(Ok(Duration::from_secs(120))));
        for date in ["Wed, 21 Oct 2026 07:28:30 GMT", "Wednesday, 21-Oct-26 07:28:30 GMT", "Wed Oct 21 07:28:30 2026"] {
            assert_eq!(pause(date), Some(Ok(Duration::from_secs(30))), "{date}");
        }
    }

    #[test]
    fn what_is_no_wish_means_nothing() {
        for value in ["", "-5", "+5", "1.5", "soon", "5 s", "0x10"] {
            assert_eq!(pause(value), None, "{value}");
        }
    }

    #[test]
    fn a_past_date_is_no_pause_and_a_far_one_is_capped() {
        assert_eq!(pause("Wed, 21 Oct 2026 07:00:00 GMT"), Some(Ok(Duration::ZERO)));
        assert_eq!(pause("Wed, 21 Oct 2037 07:00:00 GMT"), Some(Ok(CAP)));
    }

    #[test]
    fn more_seconds_than_a_day_name_the_moment_instead_of_a_pause() {
        assert_eq!(pause("86400"), Some(Ok(CAP)));
        assert_eq!(pause("86401"), Some(Err(NOW.plus_millis(86_401_000))));
        assert!(pause("99999999999999999999999").is_some_and(|pause| pause.is_err()));
    }
}
