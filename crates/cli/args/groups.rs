//! The words about groups and queues.
//!
//! Owns what can be said of them on one line. Refuses meaning: that stands in `groups`.

use clap::{ArgGroup, Args as ClapArgs, Subcommand, ValueHint};
use haul_api::Permission;

use super::new::rate_or_none;

#[derive(Debug, Subcommand)]
pub(crate) enum GroupAction {
    /// List the groups.
    List,
    /// Show one group.
    Show {
        /// Its name.
        name: String,
    },
    /// Say what holds for a group; it is there from then on.
    Set {
        /// Its name.
        name: String,
        #[command(flatten)]
        changes: GroupChanges,
    },
    /// Hold its waiting downloads; those that run go on.
    Pause {
        /// Its name.
        name: String,
    },
    /// Let its waiting downloads begin again.
    Resume {
        /// Its name.
        name: String,
    },
    /// Give a group another name; its downloads and all that was said of it follow.
    Rename {
        /// Its name.
        name: String,
        /// Its name from now on; that of another group is refused.
        to: String,
    },
    /// Forget what was said of a group that has nothing left to do.
    Forget {
        /// Its name.
        name: String,
    },
}

/// What `group set` says.
#[derive(Debug, Clone, ClapArgs)]
#[group(id = "said", required = true, multiple = true)]
pub(crate) struct GroupChanges {
    /// Most bytes a second of its downloads together, with K, M or G; 0 means no limit.
    #[arg(long, value_name = "RATE", value_parser = rate_or_none)]
    pub(crate) limit_rate: Option<u64>,
    /// Most of its downloads at once; 0 means no limit, `usual` as the settings say.
    #[arg(long, value_name = "N", value_parser = number_or_usual)]
    pub(crate) max_running: Option<Choice<u32>>,
    /// Its share, 1 to 100, of a limit that several groups want more of than there is; 10 unless said.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub(crate) weight: Option<u32>,
    /// Folder of its downloads that name none; `usual` as the settings say.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = text_or_usual)]
    pub(crate) folder: Option<Choice<String>>,
    /// Least milliseconds between two starts of its downloads; 0 means none.
    #[arg(long, value_name = "MS", value_parser = clap::value_parser!(u64).range(0..=3_600_000))]
    pub(crate) interval: Option<u64>,
    /// Tries of its downloads that name no number, 0 to 10; `usual` as the settings say.
    #[arg(long, value_name = "N", value_parser = number_or_usual)]
    pub(crate) retries: Option<Choice<u32>>,
    /// Whether its downloads that say nothing of it may use metered networks: allow, refuse, or `usual` as the settings say.
    #[arg(long, value_name = "USE", value_parser = permission_or_usual)]
    pub(crate) metered: Option<Choice<Permission>>,
    /// Text of its notifications in a state (running, complete, failed, paused, canceled), such as
    /// `complete={filename} is here`; a state without one shows none. `usual` alone takes all of them back.
    #[arg(long = "notify", value_name = "STATE=TEXT")]
    pub(crate) notify: Vec<String>,
}

/// A value, or the usual one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Choice<T> {
    Usual,
    This(T),
}

#[derive(Debug, Subcommand)]
pub(crate) enum QueueAction {
    /// List what waits, in the order in which it begins.
    List {
        /// Only this group.
        #[arg(long, value_name = "G")]
        group: Option<String>,
    },
    /// Hold all waiting downloads; those that run go on.
    Pause {
        /// Only those of this group.
        #[arg(long, value_name = "G")]
        group: Option<String>,
    },
    /// Let waiting downloads begin again.
    Resume {
        /// Only those of this group.
        #[arg(long, value_name = "G")]
        group: Option<String>,
    },
    /// Move downloads in the queue; among others of another priority they take theirs.
    Move(Move),
}

/// Which downloads are moved, and where to.
#[derive(Debug, ClapArgs)]
#[command(group(ArgGroup::new("where").required(true).multiple(false)
    .args(["first", "last", "up", "down", "before", "after"])))]
pub(crate) struct Move {
    /// Their numbers, or the ids given with --id, in the order they shall stand in.
    #[arg(value_name = "ID", required = true)]
    pub(crate) ids: Vec<String>,
    /// Before everybody.
    #[arg(long)]
    pub(crate) first: bool,
    /// Behind everybody.
    #[arg(long)]
    pub(crate) last: bool,
    /// Before the one that is before them.
    #[arg(long)]
    pub(crate) up: bool,
    /// Behind the one that is behind them.
    #[arg(long)]
    pub(crate) down: bool,
    /// Before this one.
    #[arg(long, value_name = "ID")]
    pub(crate) before: Option<String>,
    /// Behind this one.
    #[arg(long, value_name = "ID")]
    pub(crate) after: Option<String>,
}

const USUAL: &str = "usual";

fn number_or_usual(text: &str) -> Result<Choice<u32>, String> {
    if text == USUAL {
        return Ok(Choice::Usual);
    }
    text.parse().map(Choice::This).map_err(|_| "this is a number, or usual".to_owned())
}

fn permission_or_usual(text: &str) -> Result<Choice<Permission>, String> {
    match text {
        "allow" => Ok(Choice::This(Permission::Allowed)),
        "refuse" | "deny" => Ok(Choice::This(Permission::Refused)),
        USUAL | "inherit" => Ok(Choice::Usual),
        _ => Err("this is allow, refuse or usual".to_owned()),
    }
}

#[allow(clippy::unnecessary_wraps, reason = "the form that the parser of options wants")]
fn text_or_usual(text: &str) -> Result<Choice<String>, String> {
    Ok(if text == USUAL { Choice::Usual } else { Choice::This(text.to_owned()) })
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use crate::args::Args;

    #[test]
    fn a_move_has_one_place_to_go_to_and_a_group_is_told_something() {
        for line in [
            vec!["queue", "move", "7"],
            vec!["queue", "move", "--first"],
            vec!["queue", "move", "7", "--first", "--last"],
            vec!["group", "set", "films"],
            vec!["group", "set", "films", "--weight", "0"],
            vec!["group", "set", "films", "--max-running", "many"],
        ] {
            assert!(Args::try_parse_from(["haul"].iter().chain(&line)).is_err(), "{line:?}");
        }
        for line in [
            vec!["queue", "move", "7", "8", "--before", "3"],
            vec!["group", "set", "films", "--max-running", "usual", "--limit-rate", "0"],
        ] {
            assert!(Args::try_parse_from(["haul"].iter().chain(&line)).is_ok(), "{line:?}");
        }
    }
}
