//! The words every surface speaks.
//!
//! Owns the table of calls, the plain data that goes with it, the frames on the wire and the [`Client`]. Refuses to
//! know how anything is done: window, command and bus see nothing of the engine but this.
//! Rule kept here: a call stands in one table ([`calls`]) and everything else follows from it: the client's methods,
//! the host's duties, the shell's commands and the page's types.

pub mod bindings;
pub mod calls;
pub mod client;
pub mod notice;
pub mod settings;
pub mod task;
pub mod update;
pub mod wire;

pub use calls::{Answers, Call, answer};
pub use client::{Client, Door, Updates};
pub use notice::{Notice, NoticeAction, NoticeKind};
pub use settings::{Setting, SettingQuery, Settings};
pub use task::{
    Add, Added, AddedTask, BaseFolder, Body, Changed, Conflict, Counts, Details, FileFate, Filter, GroupCount, Header,
    Lane, ListPage, ListQuery, Method, NewDownload, Nothing, OneTask, Outcome, Overview, Phase, Priority, Refused,
    Remove, Response, Selection, Sort, SortKey, Start, Status, TaskRef, TaskView, Trust,
};
pub use update::{Progress, Tick, Update, Watch};
pub use wire::{Code, Refusal};
