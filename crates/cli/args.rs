//! The words of the command line.
//!
//! Owns every option and what can be said of it before anybody is asked. Refuses meaning: what a download becomes of
//! them stands in `wish`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use haul_api::{BaseFolder, Conflict, Header, Method, Status};

/// Downloads files and always finishes.
///
/// Without a command it opens the window.
#[derive(Debug, Parser)]
#[command(name = "haul", version, infer_subcommands = false, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 all complete; 1 at least one failed; 2 wrong usage; 3 not found; 4 disk;\n\
                        5 digest or length; 6 network or TLS; 130 interrupted.")]
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
        tasks: Tasks,
        /// Delete finished files too.
        #[arg(long)]
        delete_file: bool,
    },
    /// Change waiting downloads.
    Set {
        #[command(flatten)]
        tasks: Tasks,
        /// 0 starts first, 10 last.
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
        priority: u32,
    },
    /// Read or change settings.
    Settings {
        #[command(subcommand)]
        action: SettingsAction,
    },
    /// Work in the foreground until SIGTERM.
    Daemon {
        /// Leave the terminal's session first, as `haul add` wants it.
        #[arg(long, hide = true)]
        detach: bool,
    },
    /// Open a finished file.
    Open {
        /// Its number, or the id given with --id.
        id: String,
    },
    /// Show a download's folder.
    Reveal {
        /// Its number, or the id given with --id.
        id: String,
    },
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
}

#[derive(Debug, ClapArgs)]
pub(crate) struct List {
    /// Only this status.
    #[arg(long, value_name = "S")]
    pub(crate) status: Option<StatusWord>,
    /// Only this group.
    #[arg(long, value_name = "G")]
    pub(crate) group: Option<String>,
}

/// The downloads of `get` and `add`.
#[derive(Debug, ClapArgs)]
pub(crate) struct New {
    /// Addresses; one without a scheme is https.
    #[arg(value_name = "URL", required_unless_present = "input", value_hint = ValueHint::Url)]
    pub(crate) urls: Vec<String>,
    /// Read addresses from this file, one a line; - reads stdin.
    #[arg(short, long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) input: Option<PathBuf>,
    /// Folder; made when missing. With --base it begins there, else here.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<String>,
    /// Where the folder begins.
    #[arg(long, value_name = "BASE")]
    pub(crate) base: Option<BaseWord>,
    /// File name; without it the server's suggestion is taken.
    #[arg(short, long, value_name = "NAME")]
    pub(crate) output: Option<String>,
    /// What happens when the name is taken.
    #[arg(long, value_name = "HOW", default_value = "rename")]
    pub(crate) on_conflict: ConflictWord,
    /// Digest the file has to have, such as sha-256=HEX.
    #[arg(long, value_name = "ALGO=HEX")]
    pub(crate) checksum: Option<String>,
    /// Request header.
    #[arg(long = "header", value_name = "K: V", value_parser = header)]
    pub(crate) headers: Vec<Header>,
    /// Query parameter, appended as it is.
    #[arg(long, value_name = "K=V", value_parser = parameter)]
    pub(crate) query: Vec<Header>,
    /// Request method.
    #[arg(long, ignore_case = true, value_name = "METHOD")]
    pub(crate) method: Option<MethodWord>,
    /// Request body; the method is POST unless --method says otherwise.
    #[arg(long, visible_alias = "data", value_name = "DATA")]
    pub(crate) post: Option<String>,
    /// User name and password, for the first server only.
    #[arg(long, value_name = "U:P")]
    pub(crate) user: Option<String>,
    /// Proxy, as http://, https://, socks5:// or socks5h://.
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) proxy: Option<String>,
    /// Accept any certificate of the first server.
    #[arg(long)]
    pub(crate) allow_insecure: bool,
    /// Most bytes a second, with K, M or G.
    #[arg(long, value_name = "RATE", value_parser = rate)]
    pub(crate) limit_rate: Option<u64>,
    /// Tries after a failure that passes, 0 to 10.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
    pub(crate) retries: Option<u32>,
    /// Group.
    #[arg(long, value_name = "G")]
    pub(crate) group: Option<String>,
    /// 0 starts first, 10 last; 5 unless said.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
    pub(crate) priority: Option<u32>,
    /// An id of your own choice.
    #[arg(long, value_name = "OWN")]
    pub(crate) id: Option<String>,
    /// Free text, kept as it is.
    #[arg(long, value_name = "TEXT")]
    pub(crate) metadata: Option<String>,
    /// Name for people.
    #[arg(long, value_name = "TEXT")]
    pub(crate) display_name: Option<String>,
    /// Text of this task's notification in a state (running, complete, failed, paused, canceled), such as
    /// `complete={filename} is here`; a state without one shows none.
    #[arg(long = "notify", value_name = "STATE=TEXT")]
    pub(crate) notify: Vec<String>,
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

fn header(text: &str) -> Result<Header, String> {
    let (name, value) = text.split_once(':').ok_or("a header is written as 'Name: value'")?;
    Ok(Header { name: name.trim().to_owned(), value: value.trim().to_owned() })
}

fn parameter(text: &str) -> Result<Header, String> {
    let (name, value) = text.split_once('=').ok_or("a query parameter is written as name=value")?;
    Ok(Header { name: name.to_owned(), value: value.to_owned() })
}

fn rate(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(['k', 'K', 'm', 'M', 'g', 'G']);
    let factor = match text.get(digits.len()..).map(str::to_ascii_uppercase).as_deref() {
        Some("") => 1,
        Some("K") => 1 << 10,
        Some("M") => 1 << 20,
        Some("G") => 1 << 30,
        Some(_) | None => 0,
    };
    let number: Option<f64> = digits.parse().ok().filter(|number: &f64| number.is_finite() && *number >= 0.0);
    let bytes = number.map(|number| number * f64::from(factor)).filter(|bytes| *bytes >= 1.0 && *bytes < 1e18);
    // In range by the filter above; what is cut off is less than a byte.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
    bytes.map(|bytes| bytes as u64).ok_or_else(|| "a rate is a number of bytes a second, such as 500K or 2M".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn rates_take_k_m_and_g_of_1024() {
        for (text, bytes) in [("500", 500), ("2K", 2048), ("2m", 2 << 20), ("1G", 1 << 30), ("1.5K", 1536)] {
            assert_eq!(rate(text), Ok(bytes), "{text}");
        }
        for text in ["", "K", "fast", "-1", "2KK", "2T", "0", "1e400"] {
            assert!(rate(text).is_err(), "{text}");
        }
    }

    #[test]
    fn options_of_later_work_are_unknown_instead_of_ignored() {
        for option in ["-c4", "--mirror=http://b.example/", "--post-command=true"] {
            assert!(Args::try_parse_from(["haul", "get", option, "example.org/a"]).is_err(), "{option}");
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
