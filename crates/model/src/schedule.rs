//! What holds at which time of the week.
//!
//! Owns the limits that a person sets for times of day, and which one holds at a moment. Refuses clocks and time zones: a
//! moment is a weekday and a time of day, as the clock on the wall shows them. Rule kept here: where rules overlap the
//! first one holds (row 147), and a rule follows the wall clock through every change of it: an hour that is left out has
//! no limit of its own, an hour that comes twice has it twice (row 121).

use std::str::FromStr;

use thiserror::Error;

use crate::rate::parse_rate;

const DAY: u32 = 24 * 60 * 60;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// A moment of the week on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// 0 is Monday, 6 is Sunday.
    pub weekday: u8,
    /// Seconds since midnight, as the clock shows them.
    pub second: u32,
}

/// Limits by time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Schedule {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    days: [bool; 7],
    /// Seconds since midnight.
    from: u32,
    /// Seconds since midnight; at or before `from` it is on the next day.
    until: u32,
    rate: Option<u64>,
}

/// A text that is no schedule.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{0}; write days, times and a rate, such as mon-fri 08:00-18:00 500K; sat,sun 00:00-24:00 off")]
pub struct BadSchedule(String);

impl Schedule {
    /// Whether it says nothing at any time.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// What holds now; the outer `None` means that no rule does, the inner one that there is no limit.
    #[must_use]
    pub fn at(&self, now: LocalTime) -> Option<Option<u64>> {
        self.rules.iter().find(|rule| rule.holds(now)).map(|rule| rule.rate)
    }

    /// Seconds until a rule begins or ends, by the clock on the wall; `None` without rules.
    #[must_use]
    pub fn seconds_to_next(&self, now: LocalTime) -> Option<u32> {
        // Every boundary comes at least once a day, even on days on which it means nothing: looking then does no harm.
        let ahead = |boundary: u32| match (boundary % DAY + DAY - now.second % DAY) % DAY {
            0 => DAY,
            seconds => seconds,
        };
        self.rules.iter().flat_map(|rule| [ahead(rule.from), ahead(rule.until)]).min()
    }
}

impl Rule {
    fn holds(&self, now: LocalTime) -> bool {
        let today = usize::from(now.weekday % 7);
        let yesterday = (today + 6) % 7;
        if self.from < self.until {
            return self.days[today] && (self.from..self.until).contains(&now.second);
        }
        self.days[today] && now.second >= self.from || self.days[yesterday] && now.second < self.until
    }
}

impl FromStr for Schedule {
    type Err = BadSchedule;

    fn from_str(text: &str) -> Result<Self, BadSchedule> {
        let rules =
            text.split(';').map(str::trim).filter(|rule| !rule.is_empty()).map(rule).collect::<Result<_, _>>()?;
        Ok(Self { rules })
    }
}

fn rule(text: &str) -> Result<Rule, BadSchedule> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [days_text, span, rate] = words[..] else {
        return Err(BadSchedule(format!("\"{text}\" has not three parts")));
    };
    let rate = parse_rate(rate).map_err(|error| BadSchedule(error.0))?;
    let times = span.split_once('-').and_then(|(from, until)| Some((time(from)?, time(until)?)));
    let Some((from, until)) = times.filter(|(from, until)| from != until && *from < DAY) else {
        return Err(BadSchedule(format!("\"{span}\" is no span of time")));
    };
    Ok(Rule { days: days(days_text)?, from, until, rate })
}

fn days(text: &str) -> Result<[bool; 7], BadSchedule> {
    let mut days = [false; 7];
    if text.eq_ignore_ascii_case("daily") {
        return Ok([true; 7]);
    }
    let wrong = || BadSchedule(format!("\"{text}\" names no days"));
    for part in text.split(',') {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (day(first).ok_or_else(wrong)?, day(last).ok_or_else(wrong)?);
        let length = (last + 7 - first) % 7;
        (0..=length).for_each(|ahead| days[(first + ahead) % 7] = true);
    }
    Ok(days)
}

fn day(text: &str) -> Option<usize> {
    DAYS.iter().position(|day| day.eq_ignore_ascii_case(text.trim()))
}

/// `HH:MM`, 00:00 to 24:00, in seconds.
fn time(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let is_number = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let second = hours * 3600 + minutes * 60;
    (minutes < 60 && second <= DAY).then_some(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(weekday: u8, hour: u32, minute: u32) -> LocalTime {
        LocalTime { weekday, second: hour * 3600 + minute * 60 }
    }

    #[test]
    fn work_days_and_weekends_have_their_limits() -> Result<(), BadSchedule> {
        let schedule: Schedule = "mon-fri 08:00-18:00 500K; sat,sun 00:00-24:00 off".parse()?;
        let slow = Some(Some(500 << 10));
        let cases = [
            (at(0, 7, 59), None),
            (at(0, 8, 0), slow),
            (at(4, 17, 59), slow),
            (at(4, 18, 0), None),
            (at(5, 0, 0), Some(None)),
            (at(6, 23, 59), Some(None)),
        ];
        for (moment, wanted) in cases {
            assert_eq!(schedule.at(moment), wanted, "{moment:?}");
        }
        Ok(())
    }

    #[test]
    fn a_rule_past_midnight_belongs_to_the_day_on_which_it_begins() -> Result<(), BadSchedule> {
        let schedule: Schedule = "fri 22:00-06:00 1M".parse()?;
        for (moment, holds) in [
            (at(4, 5, 0), false),
            (at(4, 22, 0), true),
            (at(5, 5, 59), true),
            (at(5, 6, 0), false),
            (at(5, 23, 0), false),
        ] {
            assert_eq!(schedule.at(moment).is_some(), holds, "{moment:?}");
        }
        Ok(())
    }

    #[test]
    fn f147_where_rules_overlap_the_first_one_holds() -> Result<(), BadSchedule> {
        let schedule: Schedule = "daily 12:00-13:00 off; mon-sun 08:00-18:00 100K".parse()?;
        assert_eq!((schedule.at(at(2, 12, 30)), schedule.at(at(2, 13, 0))), (Some(None), Some(Some(100 << 10))));
        Ok(())
    }

    #[test]
    fn f121_a_rule_follows_the_wall_clock_through_a_change_of_it() -> Result<(), BadSchedule> {
        let schedule: Schedule = "sun 02:30-02:45 off".parse()?;
        // In spring the clock goes from 01:59 to 03:00; in autumn it shows 02:30 twice.
        let spring = [at(6, 1, 59), at(6, 3, 0)].map(|moment| schedule.at(moment).is_some());
        let autumn =
            [at(6, 2, 30), at(6, 2, 59), at(6, 2, 30), at(6, 3, 0)].map(|moment| schedule.at(moment).is_some());
        assert_eq!((spring, autumn), ([false, false], [true, false, true, false]));
        Ok(())
    }

    #[test]
    fn the_next_boundary_is_known_to_the_second() -> Result<(), BadSchedule> {
        let schedule: Schedule = "daily 08:00-18:00 1M; daily 22:00-24:00 2M".parse()?;
        let ahead = |moment| schedule.seconds_to_next(moment);
        assert_eq!(
            (ahead(at(0, 7, 0)), ahead(at(0, 8, 0)), ahead(at(0, 23, 0))),
            (Some(3600), Some(36_000), Some(3600))
        );
        assert_eq!(Schedule::default().seconds_to_next(at(0, 0, 0)), None);
        Ok(())
    }

    #[test]
    fn what_is_no_schedule_is_refused_with_an_example() {
        for text in [
            "08:00-18:00 1M",
            "mon 8-18 1M",
            "mon 08:00-08:00 1M",
            "mon 24:00-08:00 1M",
            "mon 08:60-09:00 1M",
            "someday 08:00-09:00 1M",
            "mon 08:00-09:00 fast",
            "mon 08:00-25:00 1M",
        ] {
            assert!(text.parse::<Schedule>().is_err_and(|error| error.to_string().contains("mon-fri 08:00")), "{text}");
        }
    }
}
