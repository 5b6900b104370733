//! The words every surface speaks.
//!
//! Owns the table of calls, the plain data that goes with it, the frames on the wire and the [`Client`]. Refuses to
//! know how anything is done: window, command and bus see nothing of the engine but this.
//! Rule kept here: a call stands in one table ([`calls`]) and everything else follows from it: the client's methods,
//! the host's duties, the shell's commands and the page's types.

pub mod auth;
pub mod batch;
pub mod bindings;
pub mod calls;
pub mod client;
pub mod credential;
pub mod group;
pub mod in_turn;
pub mod list;
pub mod log;
pub mod look;
pub mod moving;
pub mod new;
pub mod notice;
pub mod post_command;
pub mod records;
pub mod request;
pub mod sections;
pub mod select;
pub mod settings;
pub mod size;
pub mod socket;
pub mod statistics;
pub mod survey;
pub mod task;
pub mod update;
pub mod upload;
pub mod wire;

pub use auth::NewAuth;
pub use batch::{
    BatchDetails, BatchFailure, BatchQuery, BatchRef, BatchStatus, BatchView, BatchesPage, BatchesQuery, NewBatch,
};
pub use calls::{Answers, Call, answer};
pub use client::{Client, Door, Updates};
pub use credential::{Credential, Credentials, ForgetCredential, SetCredential};
pub use group::{
    Finished, FinishedQuery, GroupView, Groups, OneGroup, OneQueue, Position, QueueState, RenameGroup, Reorder, Reset,
    Said, SetGroup,
};
pub use list::{Counts, Filter, GroupCount, ListPage, ListQuery, Overview, Sort, SortKey, SpeedLimit};
pub use log::{LogEntry, LogWord};
pub use look::Look;
pub use moving::{MoveTo, Moved, SharedFolder};
pub use new::{
    Add, Added, AddedBy, AddedTask, BaseFolder, Body, Conflict, Header, Method, NewDownload, NotificationTexts,
    Outcome, Permission, Start, Trust,
};
pub use notice::{About, Notice, NoticeAction, NoticeKind, Place, Press};
pub use post_command::{CommandRun, PostCommand, RunWord};
pub use records::{CleanUp, CleanedUp, Ended, Mail, MailQuery, Rescheduled, Seen};
pub use request::NewRequest;
pub use sections::{SectionBy, SectionKey, SectionView, SectionWindow, SectionsPage, SectionsQuery};
pub use select::{
    BringBack, Changed, Edit, FileFate, Matching, Nothing, OneTask, Priority, Refused, Removal, Remove, Selection,
    TaskRef,
};
pub use settings::{
    Configure, Configured, ConfiguredItem, LANGUAGES, SYSTEM_LANGUAGE, Setting, SettingQuery, Settings,
};
pub use size::Size;
pub use statistics::{FolderSpace, HostActivity, SpeedQuery, Speeds, Statistics, Traffic};
pub use survey::{Survey, Surveyed};
pub use task::{Details, Lane, Phase, Response, Status, TaskView, WaitingFor};
pub use update::{Progress, Tick, Update, Watch};
pub use upload::{NewUpload, Resume, UploadFile, UploadForm, Uploads};
pub use wire::{Code, Refusal};
