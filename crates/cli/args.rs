//! The words of the command line.
//!
//! Owns every option and what can be said of it before anybody is asked. Refuses meaning: what a download becomes of
//! them stands in `wish`.

mod batch;
mod common;
mod groups;
mod link;
mod moving;
mod new;
mod records;
mod request;
mod upload;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use haul_api::{BaseFolder, Conflict, Method, Status};

pub(crate) use batch::{BatchAction, NewBatch};
pub(crate) use common::{Label, Tries};
pub(crate) use groups::{Choice, GroupAction, GroupChanges, Move, QueueAction};
pub(crate) use link::{Answer, Link, MeteredWord};
pub(crate) use moving::Moving;
pub(crate) use new::{Access, Argv, New, Transfer, Written, header};
pub(crate) use records::{Events, Forgotten, Kept, List};
pub(crate) use request::Ask;
pub(crate) use upload::Send;

/// Downloads files and always finishes.
///
/// Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "haul", version, infer_subcommands = false, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 all complete; 1 at least one failed; 2 wrong usage; 3 not found; 4 disk;\n\
                        5 digest or length; 6 network or TLS; 22 a request was answered with 400 or more;\n\
                        130 interrupted.")]
pub(crate) struct Args {
    /// Keep everything in this folder instead of the desktop's usual ones; so does HAUL_HOME.
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) home: Option<PathBuf>,
    /// Print one JSON object a line on stdout.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say more on stderr.
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Download and wait until all is done.
    Get(New),
    /// Put downloads into the queue and return; prints one id a line.
    Add {
        #[command(flatten)]
        new: New,
        /// Do not start; `haul resume` does.
        #[arg(long)]
        later: bool,
    },
    /// Send one request and print the answer; ends with 22 when its status is 400 or more.
    Request(Ask),
    /// Ask how long files are, without downloading them; prints bytes, or -1 where nobody knows.
    Size {
        /// Addresses; one without a scheme is https.
        #[arg(value_name = "URL", required = true, value_hint = ValueHint::Url)]
        urls: Vec<String>,
        #[command(flatten)]
        access: Access,
    },
    /// Send files and wait until the server has taken them.
    Upload(Send),
    /// Download several files as one, by a list.
    Batch {
        #[command(subcommand)]
        action: BatchAction,
    },
    /// List what there is.
    List(List),
    /// Show everything known about one download.
    Show {
        /// Its number, or the id given with --id.
        id: String,
    },
    /// Stop downloads and keep what they have.
    Pause(Tasks),
    /// Start or continue downloads.
    Resume(Tasks),
    /// Call downloads off and delete their part files.
    Cancel(Tasks),
    /// Try ended downloads again.
    Retry(Tasks),
    /// Forget downloads; finished files stay unless --delete-file is given.
    Remove {
        #[command(flatten)]
        which: Forgotten,
        /// Delete finished files too.
        #[arg(long)]
        delete_file: bool,
    },
    /// Forget old ended downloads; without options the last 500 of the last 10 days stay. Files always stay.
    Clean(Kept),
    /// Print how downloads have ended, each end once for a mailbox, also those of a time when nobody was here.
    Events(Events),
    /// Take in downloads on record that nobody works on, such as after another program has changed the records.
    Reschedule,
    /// Change downloads that are not complete.
    Set {
        #[command(flatten)]
        tasks: Tasks,
        #[command(flatten)]
        changes: Changes,
    },
    /// List groups, and say what holds for them.
    Group {
        #[command(subcommand)]
        action: GroupAction,
    },
    /// Hold the queue, let it go on, or change its order.
    Queue {
        #[command(subcommand)]
        action: QueueAction,
    },
    /// Call off all downloads of a group, those that wait too; prints how many.
    Reset {
        /// The group.
        group: String,
    },
    /// Read or change settings.
    Settings {
        #[command(subcommand)]
        action: SettingsAction,
    },
    /// Store user names and passwords for servers and proxies.
    Credentials {
        #[command(subcommand)]
        action: CredentialsAction,
    },
    /// Work in the foreground until SIGTERM.
    Daemon {
        /// Leave the terminal's session first, as `haul add` wants it.
        #[arg(long, hide = true)]
        detach: bool,

        /// Offer no service on the session bus; Haul has none, so this is always so
        #[arg(long)]
        no_dbus: bool,
    },
    /// Open a finished file; one that could run is asked about first.
    Open {
        /// Its number, or the id given with --id.
        id: String,
        /// Open it without a question.
        #[arg(short, long)]
        yes: bool,
    },
    /// Show a download's folder.
    Reveal {
        /// Its number, or the id given with --id.
        id: String,
    },
    /// Move a finished file to a folder of the desktop; prints where it is. Nothing there is replaced.
    Move(Moving),
    /// Print completions for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SettingsAction {
    /// Print one setting, or all.
    Get {
        /// Which one.
        key: Option<String>,
    },
    /// Change a setting; it takes effect at once and is remembered.
    Set {
        /// Which one.
        key: String,
        /// Its new value.
        value: String,
    },
    /// Change several settings in order; one that is refused stops none. Names of other libraries are understood.
    Apply {
        /// Such as lanes=4 or requestTimeout=30.
        #[arg(value_name = "KEY=VALUE", required_unless_present = "file")]
        items: Vec<String>,
        /// A file that `haul settings export` or the window wrote, applied before them; - reads stdin.
        #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
        file: Option<PathBuf>,
    },
    /// Print all settings as a file for `apply --file`, on this computer or another. It holds no passwords.
    Export,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CredentialsAction {
    /// Store a login; the password is asked for, or read from stdin when that is no terminal.
    Set {
        /// Address of the server or proxy; scheme, host and port count.
        #[arg(value_name = "ORIGIN", value_hint = ValueHint::Url)]
        place: String,
        /// User name.
        #[arg(long, value_name = "NAME")]
        user: String,
        /// The address is that of a proxy.
        #[arg(long)]
        proxy: bool,
        /// Let the password travel over unencrypted http.
        #[arg(long)]
        allow_http: bool,
    },
    /// List the logins, without passwords.
    List,
    /// Forget a login.
    Remove {
        /// Address of the server or proxy.
        #[arg(value_name = "ORIGIN", value_hint = ValueHint::Url)]
        place: String,
        /// The address is that of a proxy.
        #[arg(long)]
        proxy: bool,
    },
}

/// Which downloads a command is about.
#[derive(Debug, ClapArgs)]
#[group(id = "which", required = true, multiple = false)]
pub(crate) struct Tasks {
    /// Their numbers, or the ids given with --id.
    #[arg(group = "which", value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// All of them.
    #[arg(long, group = "which")]
    pub(crate) all: bool,
    /// All of this group.
    #[arg(long, group = "which", value_name = "G")]
    pub(crate) group: Option<String>,
    /// All of this batch: its number, or the id given with --id.
    #[arg(long, group = "which", value_name = "BATCH")]
    pub(crate) batch: Option<String>,
}

/// What `set` changes.
#[derive(Debug, Clone, ClapArgs)]
#[group(id = "changes", required = true, multiple = true)]
pub(crate) struct Changes {
    /// 0 starts first, 10 last.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
    pub(crate) priority: Option<u32>,
    /// Most bytes a second, with K, M or G; 0 means no limit. Holds at once.
    #[arg(long, value_name = "RATE", value_parser = new::rate_or_none, conflicts_with_all = ["all", "group"])]
    pub(crate) limit_rate: Option<u64>,
    /// Another address of the same file: what is there is continued. A failed download is tried again.
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url, conflicts_with_all = ["all", "group", "batch"])]
    pub(crate) url: Option<String>,
    /// Another name of the file; one that is taken is refused.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["all", "group", "batch"])]
    pub(crate) name: Option<String>,
    /// Another folder of the file, before anything of it is fetched or when it is finished.
    #[arg(short = 'd', long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["all", "group"])]
    pub(crate) dir: Option<String>,
    /// Another group.
    #[arg(long, value_name = "GROUP", conflicts_with_all = ["all", "group"])]
    pub(crate) to_group: Option<String>,
    /// Connections for the file, 1 to 32; 0 lets Haul find out how many pay.
    #[arg(short = 'c', long, value_name = "LANES", value_parser = clap::value_parser!(u32).range(0..=32),
          conflicts_with_all = ["all", "group"])]
    pub(crate) connections: Option<u32>,
    /// Whether a metered or mobile network may be used; holds at once.
    #[arg(long, value_name = "USE", conflicts_with_all = ["all", "group"])]
    pub(crate) metered: Option<MeteredWord>,
    /// Whether to wait for WiFi or a cable; holds at once.
    #[arg(long, value_name = "YES|NO", conflicts_with_all = ["all", "group"])]
    pub(crate) wifi_only: Option<Answer>,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident for $of:ident { $($word:ident),* $(,)? }) => {
        #[derive(Debug, Clone, Copy, ValueEnum)]
        $(#[$doc])*
        #[allow(missing_docs, reason = "the words themselves")]
        pub(crate) enum $name {
            $($word,)*
        }

        impl From<$name> for $of {
            fn from(word: $name) -> Self {
                match word {
                    $($name::$word => Self::$word,)*
                }
            }
        }
    };
}

words!(
    /// A status in the words of the contract.
    #[value(rename_all = "snake_case")]
    StatusWord for Status { Enqueued, Running, WaitingToRetry, Paused, Complete, NotFound, Failed, Canceled }
);
words!(
    /// A base folder.
    BaseWord for BaseFolder { Downloads, Documents, Temporary, Support, Library, Root }
);
words!(
    /// What happens when the name is taken.
    ConflictWord for Conflict { Rename, Overwrite, Skip, Fail }
);
words!(
    /// A request method.
    #[value(rename_all = "UPPER")]
    MethodWord for Method { Get, Post, Head, Put, Patch, Delete }
);

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_command_that_is_not_written_whole_is_refused() {
        for command in ["--post-command=unzip 'a", "--post-command-removes"] {
            assert!(Args::try_parse_from(["haul", "get", command, "example.org/a"]).is_err(), "{command}");
        }
    }

    #[test]
    fn a_list_a_group_and_all_exclude_each_other() {
        for line in [vec!["7", "--all"], vec!["7", "--group", "g"], vec!["--all", "--group", "g"], vec![]] {
            let line = ["haul", "pause"].into_iter().chain(line);
            assert!(Args::try_parse_from(line).is_err());
        }
    }
}
