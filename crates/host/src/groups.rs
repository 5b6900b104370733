//! The answers about groups and queues.
//!
//! Owns their words, and the setting `group_limits`, which is another way to say what is said of groups. Refuses rules:
//! they are in the model and the engine. Rule kept here: the limit of a group is kept in one place, with the group.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::PathBuf;

use haul_api::{
    Changed, Code, Finished, FinishedQuery, GroupView, Groups, NewDownload, Nothing, OneGroup, OneQueue, Position,
    QueueState, Refusal, RenameGroup, Reorder, Reset, Selection, SetGroup, Setting, Status, TaskRef, TaskView,
    WaitingFor,
};
use haul_engine::{Done, Engine, EngineError, Verb, allowed_folder};
use haul_model::describe;
use haul_model::group::{Flow, GroupChange, GroupSpec, Weight};
use haul_model::place::Bases;
use haul_model::queue;
use haul_model::rate::{parse_groups, write_groups};
use haul_model::task::{BadTask, DEFAULT_GROUP, TaskId};
use haul_store::{CountRow, Query};

use crate::acting::LIVE;
use crate::answers::Core;
use crate::describe::{bad, of_task, permission, small, templates, texts};
use crate::listing::word;
use crate::refusals::{database, refusal, unknown};
use crate::sentence::sentence;
use crate::view;

/// The setting that says the limits of all groups at once.
pub(crate) const LIMITS: &str = "group_limits";

/// All groups, whether something was said of them or a task names them.
pub(crate) fn all(core: &Core) -> Groups {
    let (said, speeds, mut counted) = (core.engine().groups(), core.engine().speeds(), counted(core.engine()));
    let names: BTreeSet<String> = said.keys().chain(counted.keys()).cloned().collect();
    let view = |name: String| {
        let counts = counted.remove(&name).unwrap_or_default();
        view(name.clone(), said.get(&name), &counts, speeds.get(&name).copied().unwrap_or(0))
    };
    Groups { groups: names.into_iter().map(view).collect(), queue_paused: core.settings().all().queue_paused }
}

/// Says what holds for a group.
pub(crate) async fn set(core: &Core, request: SetGroup) -> Result<GroupView, Refusal> {
    let group = describe::group(Some(request.group.clone())).map_err(of_task)?;
    let change = change(core, request)?;
    core.engine().set_group(&group, change).await.map_err(|error| of_engine(&error, &group))?;
    one(core, group)
}

/// Gives a group another name.
pub(crate) async fn rename(core: &Core, request: RenameGroup) -> Result<GroupView, Refusal> {
    let to = describe::group(Some(request.to)).map_err(of_task)?;
    core.engine().rename_group(&request.group, &to).await.map_err(|error| of_engine(&error, &request.group))?;
    one(core, to)
}

/// Forgets what was said of a group.
pub(crate) async fn forget(core: &Core, request: OneGroup) -> Result<Nothing, Refusal> {
    let group = request.group;
    match core.engine().forget_group(&group).await.map_err(|error| of_engine(&error, &group))? {
        Done::Changed => Ok(Nothing {}),
        Done::AlreadySo => Err(Refusal::new(Code::BadRequest, format!("Nothing was said of a group \"{group}\"."))),
    }
}

/// Calls off all tasks of a group.
pub(crate) async fn reset(core: &Core, request: OneGroup) -> Result<Reset, Refusal> {
    let changed = core.act(Selection::Group(request.group), LIVE, Verb::Cancel).await?;
    Ok(Reset { canceled: changed.changed.len() as u64 })
}

/// Whether nothing is left to do (M126).
pub(crate) async fn finished(core: &Core, request: FinishedQuery) -> Result<Finished, Refusal> {
    let mut statuses = vec![word(Status::Enqueued), word(Status::Running)];
    if request.include_waiting_to_retry {
        statuses.push(word(Status::WaitingToRetry));
    }
    let except = match &request.ignore {
        Some(task) => Some(core.resolve(task).await?),
        None => None,
    };
    let query = Query { statuses, group: request.group, ..Query::default() };
    let any = core.engine().store().any(query, except).await.map_err(database)?;
    Ok(Finished { finished: !any })
}

/// Holds a queue, or lets it go on.
pub(crate) async fn set_queue(core: &Core, queue: OneQueue, flow: Flow) -> Result<QueueState, Refusal> {
    let paused = flow == Flow::Held;
    match queue.group.clone() {
        Some(group) => {
            let group = describe::group(Some(group)).map_err(of_task)?;
            let change = GroupChange { flow: Some(flow), ..GroupChange::default() };
            core.engine().set_group(&group, change).await.map_err(|error| of_engine(&error, &group))?;
        }
        None => {
            core.change_setting(&Setting { key: "queue_paused".to_owned(), value: paused.to_string() }).await?;
        }
    }
    Ok(QueueState { group: queue.group, paused })
}

/// Moves tasks in the queue.
pub(crate) async fn reorder(core: &Core, request: Reorder) -> Result<Changed, Refusal> {
    let mut ids: Vec<TaskId> = Vec::new();
    for task in &request.tasks {
        let id = core.resolve(task).await?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    let to = match &request.to {
        Position::First => queue::Position::First,
        Position::Last => queue::Position::Last,
        Position::Up => queue::Position::Up,
        Position::Down => queue::Position::Down,
        Position::Before(task) => queue::Position::Before(live(core, task).await?),
        Position::After(task) => queue::Position::After(live(core, task).await?),
    };
    let done = core.engine().reorder(ids.clone(), to).await.map_err(|error| {
        if matches!(error, EngineError::Unknown) {
            return Refusal::new(Code::NotPossible, "Only tasks that are not done have a place in the queue.");
        }
        refusal(&error, TaskId(0))
    })?;
    let changed = match done {
        Done::Changed => ids.into_iter().map(|id| id.0).collect(),
        Done::AlreadySo => Vec::new(),
    };
    Ok(Changed { changed, refused: Vec::new() })
}

/// Says the limits of all groups at once; a group that is not named has none any more.
pub(crate) async fn set_limits(core: &Core, setting: Setting) -> Result<Setting, Refusal> {
    let wanted =
        parse_groups(&setting.value).map_err(|error| Refusal::new(Code::BadRequest, format!("{LIMITS}: {error}.")))?;
    let mut limits: BTreeMap<String, Option<u64>> = BTreeMap::new();
    let limited = core.engine().groups().into_iter().filter(|(_, spec)| spec.limit_rate.is_some());
    limits.extend(limited.map(|(name, _)| (name, None)));
    for (name, rate) in wanted {
        limits.insert(describe::group(Some(name)).map_err(of_task)?, Some(rate));
    }
    for (group, rate) in limits {
        let change = GroupChange { limit_rate: Some(rate), ..GroupChange::default() };
        core.engine().set_group(&group, change).await.map_err(|error| of_engine(&error, &group))?;
    }
    Ok(setting)
}

/// The limits of all groups in the words of the setting.
pub(crate) fn limits(engine: &Engine) -> String {
    let groups: Vec<(String, u64)> =
        engine.groups().into_iter().filter_map(|(name, spec)| Some((name, spec.limit_rate?))).collect();
    write_groups(&groups)
}

/// What an older version kept among the settings is said of the groups, once; what was said of them already stays.
pub(crate) async fn take_over(engine: &Engine, limits: Vec<(String, u64)>) -> Result<(), EngineError> {
    for (group, rate) in limits {
        if engine.group(&group).limit_rate.is_none() {
            let change = GroupChange { limit_rate: Some(Some(rate)), ..GroupChange::default() };
            engine.set_group(&group, change).await?;
        }
    }
    Ok(())
}

/// The download with what its group says where it says nothing itself.
pub(crate) fn as_usual_in_its_group(new: NewDownload, groups: &BTreeMap<String, GroupSpec>) -> NewDownload {
    let Some(spec) = groups.get(group_name(new.group.as_deref())) else { return new };
    let names_none = new.base.is_none() && new.folder.as_deref().unwrap_or_default().is_empty();
    let folder = spec.folder.as_ref().filter(|_| names_none).map(|folder| folder.display().to_string());
    NewDownload { folder: folder.or(new.folder), retries: new.retries.or_else(|| usual_retries(spec)), ..new }
}

/// The name of the group that a new task names.
pub(crate) fn group_name(named: Option<&str>) -> &str {
    named.filter(|group| !group.is_empty()).unwrap_or(DEFAULT_GROUP)
}

/// How often the tasks of a group are tried again that name no number.
pub(crate) fn usual_retries(spec: &GroupSpec) -> Option<u32> {
    spec.retries.map(u32::from)
}

/// A folder that the downloads of a group may go to.
fn group_folder(folder: &str, bases: &Bases) -> Result<PathBuf, Refusal> {
    if !folder.starts_with('/') {
        let message = "A group's folder is an absolute one, such as /home/me/Films.";
        return Err(Refusal::new(Code::BadRequest, message));
    }
    let location = describe::location(None, folder).map_err(of_task)?;
    allowed_folder(location.resolve(bases), bases).map_err(|guarded| Refusal::new(Code::Disk, guarded.to_string()))
}

impl Core {
    /// The row with what its record does not know: whether a task waits for its slot, for its queue or for its host.
    pub(crate) fn seen(&self, mut row: TaskView) -> TaskView {
        if row.waiting_for != Some(WaitingFor::Slot) {
            return row;
        }
        if self.settings().is_queue_paused() || self.engine().group(&row.group).flow == Flow::Held {
            row.waiting_for = Some(WaitingFor::Queue);
        } else if let Some(until) = self.engine().rests_until(&row.host) {
            row.waiting_for = Some(WaitingFor::Host);
            row.retry_at = Some(until.0);
        }
        row
    }
}

fn one(core: &Core, group: String) -> Result<GroupView, Refusal> {
    let found = all(core).groups.into_iter().find(|view| view.group == group);
    found.ok_or_else(|| Refusal::new(Code::Internal, format!("The group \"{group}\" is not there any more.")))
}

async fn live(core: &Core, task: &TaskRef) -> Result<TaskId, Refusal> {
    let id = core.resolve(task).await?;
    let (record, _) = core.engine().store().load(id).await.map_err(|_| unknown(id))?;
    if record.state.status.is_final() {
        let message = format!("Task {id} is {}, so it has no place in the queue.", record.state.status);
        return Err(Refusal::new(Code::NotPossible, message));
    }
    Ok(id)
}

fn change(core: &Core, request: SetGroup) -> Result<GroupChange, Refusal> {
    let SetGroup { group: _, folder, max_running, limit_rate, weight, start_interval, retries, notifications, metered } =
        request;
    let folder = match folder.change() {
        None => None,
        Some(None) => Some(None),
        Some(Some(text)) => Some(Some(group_folder(&text, &core.bases())?)),
    };
    let weight = weight.change().map(|weight| weight.map_or_else(|| Ok(Weight::default()), TryInto::try_into));
    let retries = retries.change().map(|tries| tries.map(|tries| small(tries, BadTask::Retries)).transpose());
    Ok(GroupChange {
        folder,
        max_running: max_running.change(),
        limit_rate: limit_rate.change(),
        weight: weight.transpose().map_err(|error| bad(&error))?,
        flow: None,
        start_interval: start_interval.change().map(Option::unwrap_or_default),
        retries: retries.transpose()?,
        notifications: notifications.change().map(|texts| texts.map(templates).transpose()).transpose()?,
        metered: metered.change().map(|said| permission(said.unwrap_or_default())),
    })
}

/// How many tasks of each status the groups have.
fn counted(engine: &Engine) -> HashMap<String, Vec<CountRow>> {
    let mut groups: HashMap<String, Vec<CountRow>> = HashMap::new();
    for row in engine.counts() {
        groups.entry(row.group.clone()).or_default().push(row);
    }
    groups
}

fn view(group: String, said: Option<&GroupSpec>, counts: &[CountRow], bytes_per_second: u64) -> GroupView {
    let of = |statuses: &[Status]| {
        let is_meant = |row: &&CountRow| statuses.iter().any(|status| word(*status) == row.status);
        counts.iter().filter(is_meant).map(|row| row.tasks).sum()
    };
    let spec = said.cloned().unwrap_or_default();
    GroupView {
        group,
        folder: spec.folder.map(|folder| folder.display().to_string()),
        max_running: spec.max_running,
        limit_rate: spec.limit_rate,
        weight: spec.weight.into(),
        queue_paused: spec.flow == Flow::Held,
        start_interval: spec.start_interval,
        retries: spec.retries.map(u32::from),
        notifications: spec.notifications.map(texts),
        metered: view::permission(spec.metered),
        described: said.is_some(),
        tasks: counts.iter().map(|row| row.tasks).sum(),
        running: of(&[Status::Running]),
        enqueued: of(&[Status::Enqueued]),
        waiting_to_retry: of(&[Status::WaitingToRetry]),
        paused: of(&[Status::Paused]),
        complete: of(&[Status::Complete]),
        failed: of(&[Status::Failed, Status::NotFound, Status::Canceled]),
        bytes_per_second,
    }
}

fn of_engine(error: &EngineError, group: &str) -> Refusal {
    if let EngineError::NoGroup(_) | EngineError::GroupTaken(_) | EngineError::UsualGroup = error {
        return Refusal::new(Code::NotPossible, sentence(error));
    }
    let EngineError::GroupInUse(live) = error else { return refusal(error, TaskId(0)) };
    let message = format!(
        "The group \"{group}\" still has {live} tasks that are not done; they would lose what holds for them. Cancel \
         them with `haul reset`, or wait for them."
    );
    Refusal::new(Code::NotPossible, message)
}
