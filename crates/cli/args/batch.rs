//! The words of `batch`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand, ValueHint};

use super::{Access, BaseWord, ConflictWord, Transfer};

#[derive(Debug, Subcommand)]
pub(crate) enum BatchAction {
    /// Put the downloads of a list into the queue as one batch, all of them or none; prints the batch's number.
    Add(Box<NewBatch>),
    /// Show a batch and what became of its downloads.
    Show {
        /// Its number, or the id given with --id.
        #[arg(value_name = "ID")]
        id: String,
    },
    /// List the batches, newest first.
    List,
}

/// The downloads of `batch add`.
#[derive(Debug, ClapArgs)]
pub(crate) struct NewBatch {
    /// The list; - reads stdin. A line is an address, and after a tab each a file name and ALGO=HEX, which may be left out.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: PathBuf,
    /// All or nothing: no file gets its name before all are whole and right, and when one cannot be had, none is.
    #[arg(long)]
    pub(crate) atomic: bool,
    /// Wait until all has ended.
    #[arg(long, conflicts_with = "later")]
    pub(crate) wait: bool,
    /// Do not start; `haul resume --batch` does.
    #[arg(long)]
    pub(crate) later: bool,
    /// Name of the batch for people.
    #[arg(long, value_name = "TEXT")]
    pub(crate) name: Option<String>,
    /// An id of your own choice for the batch.
    #[arg(long, value_name = "OWN")]
    pub(crate) id: Option<String>,
    /// Folder; made when missing. With --base it begins there, else here.
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<String>,
    /// Where the folder begins.
    #[arg(long, value_name = "BASE")]
    pub(crate) base: Option<BaseWord>,
    /// What happens when a name is taken; an atomic batch can only rename or fail.
    #[arg(long, value_name = "HOW", default_value = "rename")]
    pub(crate) on_conflict: ConflictWord,
    /// Do not mark the files with the addresses they came from.
    #[arg(long)]
    pub(crate) private: bool,
    /// Give the files the times the server says.
    #[arg(long)]
    pub(crate) remote_time: bool,
    /// Group.
    #[arg(long, value_name = "G")]
    pub(crate) group: Option<String>,
    /// 0 starts first, 10 last; 5 unless said.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=10))]
    pub(crate) priority: Option<u32>,
    /// Free text, kept as it is.
    #[arg(long, value_name = "TEXT")]
    pub(crate) metadata: Option<String>,
    #[command(flatten)]
    pub(crate) transfer: Transfer,
    #[command(flatten)]
    pub(crate) access: Access,
}
