//! What is kept of a task, and how it changes.
//!
//! Owns the shapes that cross the border of this crate. Refuses SQL.

use std::path::PathBuf;

use haul_model::batch::{BatchId, Stage};
use haul_model::digest::Digest;
use haul_model::group::GroupSpec;
use haul_model::link::LinkWish;
use haul_model::log::Happening;
use haul_model::naming::FileName;
use haul_model::post_command::Run;
use haul_model::remote::{Remote, Reply};
use haul_model::status::State;
use haul_model::task::{Task, TaskId};
use haul_model::time::Timestamp;
use haul_model::upload::Delivery;

use crate::batch::Membership;
use crate::edited::{Destination, Edited};

/// A persisted task with status, progress and provenance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number.
    pub id: TaskId,
    /// What is to be done; without its secrets where they are kept elsewhere.
    pub task: Task,
    /// Key under which its secrets are kept.
    pub secrets: Option<String>,
    /// The batch it was added with.
    pub batch: Option<Membership>,
    /// Wanted and actual.
    pub state: State,
    /// Folder of the file, absolute.
    pub folder: PathBuf,
    /// Reserved final name in it.
    pub name: FileName,
    /// Name of the part file in the same folder, while there may be one.
    pub part: Option<String>,
    /// Name of an older part file that is kept until a new one is whole.
    pub old_part: Option<String>,
    /// True from before the rename to the final name until the task is complete.
    pub placing: bool,
    /// Inode of the part file, from before the rename to the final name on; a rename keeps it.
    pub part_inode: Option<u64>,
    /// Bytes proven on disk.
    pub received: u64,
    /// What the server taught.
    pub remote: Option<Remote>,
    /// What the server said last.
    pub reply: Option<Reply>,
    /// The whole body of the answer that is the result; known to whoever loads the one record, not to lists.
    pub answer: Option<Vec<u8>>,
    /// What became of the command that takes over its file.
    pub post_run: Option<Run>,
    /// Digest of the whole file.
    pub digest: Option<Digest>,
    /// Tries left.
    pub retries_left: u8,
    /// When it ended.
    pub finished: Option<Timestamp>,
    /// When its first byte came.
    pub first_byte: Option<Timestamp>,
    /// How far it is sent, where it is an upload.
    pub delivery: Option<Delivery>,
}

/// What the scheduler needs of a task that is not final.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its number.
    pub id: TaskId,
    /// Wanted and actual.
    pub state: State,
    /// 0 (first) to 10.
    pub priority: u8,
    /// Its place among those of its priority, where it was moved.
    pub rank: Option<i64>,
    /// Group.
    pub group: String,
    /// Host of the address.
    pub host: String,
    /// Longest time over all attempts, in seconds (M110).
    pub max_seconds: Option<u64>,
    /// When the first of them began.
    pub begun: Option<Timestamp>,
    /// What it wishes of the link.
    pub link: LinkWish,
}

/// One change of a kept task, or of a group.
#[derive(Debug, Clone)]
pub enum Change {
    /// Wanted, actual, and the moment it ended if it did.
    State {
        /// The task.
        id: TaskId,
        /// From now on.
        state: State,
        /// When it ended.
        finished: Option<Timestamp>,
    },
    /// The server's answer begins a new part file. The segments of an older part go in the same commit: what was proven of
    /// one part must never be believed of another.
    Learned {
        /// The task.
        id: TaskId,
        /// What it taught.
        remote: Remote,
        /// The reserved final name, which the answer may have changed.
        name: FileName,
        /// Name of the part file.
        part: String,
        /// Name of an older part file that is kept until this one is whole.
        old_part: Option<String>,
    },
    /// More is known about the server; the part file and its segments stay.
    Taught {
        /// The task.
        id: TaskId,
        /// What is known now.
        remote: Remote,
    },
    /// The part files are gone or no longer needed.
    NoPart {
        /// The task.
        id: TaskId,
    },
    /// The part file turned out wrong and is about to be moved aside; the next attempt begins from nothing, and asks for a
    /// published digest again.
    Rejected {
        /// The task.
        id: TaskId,
        /// Its name from then on, in the same folder; it goes with the task, or when another file is whole.
        old_part: String,
    },
    /// What the file with the digest said.
    Published {
        /// The task.
        id: TaskId,
        /// The digest.
        digest: Digest,
    },
    /// The final rename is about to happen under this name.
    Placing {
        /// The task.
        id: TaskId,
        /// The final name.
        name: FileName,
        /// Digest of the whole file.
        digest: Option<Digest>,
        /// Length of the file.
        bytes: u64,
        /// Inode of the part file.
        inode: u64,
    },
    /// What the server said last.
    Replied {
        /// The task.
        id: TaskId,
        /// Its answer.
        reply: Reply,
    },
    /// The answer that is the result of the task, or stands in its place.
    Answered {
        /// The task.
        id: TaskId,
        /// Its head.
        reply: Reply,
        /// Its whole body; `None` where there is no answer.
        body: Option<Vec<u8>>,
    },
    /// How far an upload has come.
    Delivered {
        /// The task.
        id: TaskId,
        /// As it is now.
        delivery: Delivery,
    },
    /// The server has taken an upload, or says so: how far it has come, in one commit with the answer.
    Received {
        /// The task.
        id: TaskId,
        /// As it is now.
        delivery: Delivery,
        /// The head of the answer.
        reply: Reply,
        /// Its body, as far as it is kept.
        body: Option<Vec<u8>>,
    },
    /// The command that takes over its file is begun or has ended. What is begun becomes
    /// [`Unseen`](Run::Unseen) by itself when the task rests: whoever goes on with it then asks for another run.
    Ran {
        /// The task.
        id: TaskId,
        /// What became of it.
        run: Run,
    },
    /// Tries left.
    Retries {
        /// The task.
        id: TaskId,
        /// That many.
        left: u8,
    },
    /// Another priority.
    Priority {
        /// The task.
        id: TaskId,
        /// 0 (first) to 10.
        priority: u8,
    },
    /// Another place in the queue.
    Placed {
        /// The task.
        id: TaskId,
        /// 0 (first) to 10.
        priority: u8,
        /// Among those of this priority.
        rank: i64,
    },
    /// This is said of a group from now on.
    Group {
        /// Its name.
        name: String,
        /// All that is said of it.
        spec: GroupSpec,
    },
    /// Nothing is said of a group any more.
    NoGroup {
        /// Its name.
        name: String,
    },
    /// The time that all attempts may take together has begun, or begins anew with the next one.
    Begun {
        /// The task.
        id: TaskId,
        /// When.
        at: Option<Timestamp>,
    },
    /// Bytes flow; only the first time counts.
    FirstByte {
        /// The task.
        id: TaskId,
        /// When.
        at: Timestamp,
    },
    /// It is described differently.
    Edited {
        /// The task.
        id: TaskId,
        /// What may be edited, as it is from now on.
        edited: Edited,
    },
    /// Its finished file is somewhere else.
    Moved {
        /// The task.
        id: TaskId,
        /// The folder, absolute.
        folder: PathBuf,
        /// Its name there.
        name: FileName,
    },
    /// Its file, which is not there yet, goes somewhere else or gets another name.
    Destined {
        /// The task.
        id: TaskId,
        /// Where, and what it is called there.
        destination: Destination,
    },
    /// It belongs to another group.
    Grouped {
        /// The task.
        id: TaskId,
        /// Its name.
        group: String,
    },
    /// A group has another name, for all its tasks.
    GroupRenamed {
        /// Until now.
        from: String,
        /// From now on.
        to: String,
    },
    /// It is out of the list, and can still be brought back.
    SetAside {
        /// The task.
        id: TaskId,
        /// Since then.
        at: Timestamp,
    },
    /// One that was set aside cannot be brought back any more.
    ForgetRemoved {
        /// The task.
        id: TaskId,
    },
    /// Something that its log tells.
    Happened {
        /// The task.
        id: TaskId,
        /// When.
        at: Timestamp,
        /// What.
        what: Happening,
    },
    /// Nothing is to be known of it any more.
    Forget {
        /// The task.
        id: TaskId,
    },
    /// A batch is in another stage.
    Stage {
        /// The batch.
        batch: BatchId,
        /// From now on.
        stage: Stage,
    },
}
