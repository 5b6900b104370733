// Made by `cargo xtask bindings` from crates/api. Do not edit.

/**
 * What a notification is about.
 */
export type About = { "task": number } | { "together": string };

/**
 * Downloads to add.
 */
export type Add = { 
/**
 * In the order of the queue.
 */
downloads: Array<NewDownload>, 
/**
 * Who adds them.
 */
by?: AddedBy, 
/**
 * Makes them one batch.
 */
batch?: NewBatch, };

/**
 * What became of an [`Add`].
 */
export type Added = { 
/**
 * The revision before the first of them; a watch with `since` misses nothing of them.
 */
since: number, 
/**
 * One for each download, in order.
 */
outcomes: Array<Outcome>, 
/**
 * Number of the batch that was made of them.
 */
batch?: number, };

/**
 * Who adds a task.
 */
export type AddedBy = "window" | "command" | "daemon" | "bus" | "library";

/**
 * A download that was accepted.
 */
export type AddedTask = { 
/**
 * Its number.
 */
id: number, 
/**
 * The creator's own id.
 */
own_id: string | null, 
/**
 * Address without user name and password.
 */
url: string, 
/**
 * The reserved final path; the server may still suggest another name when `name` was `?`.
 */
path: string, };

/**
 * Where a relative folder begins (M008).
 */
export type BaseFolder = "downloads" | "documents" | "temporary" | "support" | "library" | "root";

/**
 * Everything known about a batch (M150).
 */
export type BatchDetails = { 
/**
 * The limit of speed that each of its tasks has (M148).
 */
limit_rate?: number, 
/**
 * What each of its tasks says about metered links (M148).
 */
metered?: Permission, 
/**
 * Numbers of the tasks that are complete.
 */
succeeded: Array<number>, 
/**
 * Numbers of the tasks that ended without their files.
 */
failed: Array<number>, 
/**
 * Its tasks as they are, in order; the window that was asked for.
 */
results: Array<TaskView>, 
/**
 * Its number.
 */
id: number, 
/**
 * The creator's own id.
 */
own_id?: string, 
/**
 * Name for people.
 */
name?: string, 
/**
 * Whether its files arrive all or not at all.
 */
atomic: boolean, 
/**
 * Where it is.
 */
status: BatchStatus, 
/**
 * Tasks in all.
 */
size: number, 
/**
 * Tasks that are complete.
 */
num_succeeded: number, 
/**
 * Tasks that ended without their files.
 */
num_failed: number, 
/**
 * The share of its tasks that have ended, 0.0 to 1.0.
 */
progress: number, 
/**
 * When it was added, in milliseconds since the epoch.
 */
created: number, 
/**
 * Why an atomic batch was called off, unless somebody wished it.
 */
failure?: BatchFailure, };

/**
 * Why an atomic batch was called off (M147).
 */
export type BatchFailure = { 
/**
 * The task that could not be had.
 */
task: number, 
/**
 * Its address, without secrets.
 */
url: string, 
/**
 * Category of the failure.
 */
category: string, 
/**
 * The address, what happened and what helps, for people.
 */
message: string, };

/**
 * Asks for one batch.
 */
export type BatchQuery = { 
/**
 * Which.
 */
batch: BatchRef, 
/**
 * Results to pass over.
 */
offset: number, 
/**
 * Most results to give, at most 1000; 0 means all (the command uses it).
 */
count: number, };

/**
 * Names a batch: by its number, or by the id that its creator chose.
 */
export type BatchRef = number | string;

/**
 * Where a batch is.
 */
export type BatchStatus = "open" | "placing" | "withdrawing" | "complete" | "failed" | "canceled";

/**
 * A batch.
 */
export type BatchView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The creator's own id.
 */
own_id?: string, 
/**
 * Name for people.
 */
name?: string, 
/**
 * Whether its files arrive all or not at all.
 */
atomic: boolean, 
/**
 * Where it is.
 */
status: BatchStatus, 
/**
 * Tasks in all.
 */
size: number, 
/**
 * Tasks that are complete.
 */
num_succeeded: number, 
/**
 * Tasks that ended without their files.
 */
num_failed: number, 
/**
 * The share of its tasks that have ended, 0.0 to 1.0.
 */
progress: number, 
/**
 * When it was added, in milliseconds since the epoch.
 */
created: number, 
/**
 * Why an atomic batch was called off, unless somebody wished it.
 */
failure?: BatchFailure, };

/**
 * A window of the batches, newest first.
 */
export type BatchesPage = { 
/**
 * Batches in all.
 */
matching: number, 
/**
 * The batches asked for.
 */
batches: Array<BatchView>, };

/**
 * Asks for a window of the batches.
 */
export type BatchesQuery = { 
/**
 * Batches to pass over.
 */
offset: number, 
/**
 * Most batches to give, at most 1000; 0 means all (the command uses it).
 */
count: number, };

/**
 * What is sent with the request (M013).
 */
export type Body = { "text": string } | { "bytes": Array<number> } | { "json": unknown };

/**
 * Brings removed tasks back.
 */
export type BringBack = { 
/**
 * Their numbers.
 */
tasks: Array<number>, };

/**
 * What a command changed.
 */
export type Changed = { 
/**
 * Tasks whose state is now another.
 */
changed: Array<number>, 
/**
 * Tasks that could not do it; those of a whole group or batch, or of all, are passed over in silence.
 */
refused: Array<Refused>, };

/**
 * Which ended tasks stay on record. With neither, the last 500 and no older than 10 days stay (M171).
 */
export type CleanUp = { 
/**
 * So many, the last ones that ended.
 */
max_records?: number, 
/**
 * Those that ended within so many days.
 */
max_age_days?: number, };

/**
 * What a clean-up has forgotten.
 */
export type CleanedUp = { 
/**
 * The tasks, those that ended first at first.
 */
removed: Array<number>, };

/**
 * Why a call was refused, for programs.
 */
export type Code = "bad_request" | "bad_url" | "unknown_task" | "duplicate_id" | "unknown_batch" | "batch_refused" | "not_possible" | "not_pausable" | "disk" | "database" | "gone" | "internal";

/**
 * What became of a command.
 */
export type CommandRun = { 
/**
 * How far it is.
 */
run: RunWord, 
/**
 * Its code, when it has ended with one.
 */
code?: number, 
/**
 * The signal that ended it.
 */
signal?: number, 
/**
 * Why it could not be started.
 */
why?: string, 
/**
 * The beginning of what it wrote, at most 16 KiB.
 */
stdout?: string, 
/**
 * The beginning of what it complained of, at most 16 KiB.
 */
stderr?: string, };

/**
 * Several settings, by their keys or by the names that programs know from elsewhere (M246).
 */
export type Configure = { 
/**
 * In the order in which they are applied.
 */
items: Array<Setting>, };

/**
 * What became of them, in the same order.
 */
export type Configured = { 
/**
 * One for each.
 */
items: Array<ConfiguredItem>, };

/**
 * What became of one of them.
 */
export type ConfiguredItem = { 
/**
 * Its key, as it was given.
 */
key: string, 
/**
 * Nothing when it was applied, `not implemented`, or why it was not.
 */
answer: string, };

/**
 * What happens when the name is taken.
 */
export type Conflict = "rename" | "overwrite" | "skip" | "fail";

/**
 * How many tasks each filter shows.
 */
export type Counts = { all: number, active: number, queued: number, paused: number, finished: number, failed: number, 
/**
 * Groups in order of their names.
 */
groups: Array<GroupCount>, };

/**
 * A stored login without its password.
 */
export type Credential = { 
/**
 * What it is for: scheme, host and port.
 */
place: string, 
/**
 * Whether the place is a proxy.
 */
proxy: boolean, 
/**
 * The user name.
 */
user: string, 
/**
 * Whether the password may travel over unencrypted http.
 */
allow_http: boolean, };

/**
 * All stored logins.
 */
export type Credentials = { 
/**
 * Sorted by place.
 */
credentials: Array<Credential>, };

/**
 * Everything known about one task.
 */
export type Details = { 
/**
 * Tries left (M055).
 */
retries_left: number, 
/**
 * Addresses the server redirected to, in order, without user names and passwords.
 */
redirects: Array<string>, 
/**
 * Validator that proves the file unchanged.
 */
validator?: string, 
/**
 * What the server said last.
 */
response?: Response, 
/**
 * Who added it; absent where nobody noted it.
 */
added_by?: AddedBy, 
/**
 * The proxy that it names itself, without secrets; `none` where it wants none, absent where it follows the settings.
 */
proxy?: string, 
/**
 * When its first byte came, in milliseconds since the epoch.
 */
first_byte?: number, 
/**
 * The digest that the file has to have.
 */
expected_digest?: string, 
/**
 * Most bytes a second.
 */
limit_rate?: number, 
/**
 * Most connections, where the task names a number.
 */
max_lanes?: number, 
/**
 * What became of the command that takes over the file.
 */
command?: CommandRun, 
/**
 * Address of the finished file on this computer, also where a portal has handed out its folder (M095).
 */
uri?: string, 
/**
 * Whether it may use a metered link.
 */
metered: Permission, 
/**
 * Whether it waits for a link that is neither metered nor mobile.
 */
requires_wifi: boolean, 
/**
 * What happened to it, oldest first: that it was added, and the last of what came after.
 */
log: Array<LogEntry>, 
/**
 * Its number.
 */
id: number, 
/**
 * The creator's own id.
 */
own_id?: string, 
/**
 * `download`, `request` or `upload`.
 */
kind: string, 
/**
 * Request method of an upload or a request.
 */
method?: string, 
/**
 * Its status.
 */
status: Status, 
/**
 * Where it is, when running.
 */
phase?: Phase, 
/**
 * Category of the failure, when failed or waiting to retry.
 */
category?: string, 
/**
 * What happened and what helps, for people.
 */
message?: string, 
/**
 * `retry_later`, `start_over`, `ask_user` or `give_up`.
 */
remedy?: string, 
/**
 * When it is tried again, or its host may be asked, in milliseconds since the epoch.
 */
retry_at?: number, 
/**
 * True when an enqueued task waits for its first start.
 */
held: boolean, 
/**
 * What it waits for, when enqueued.
 */
waiting_for?: WaitingFor, 
/**
 * Address without user name and password.
 */
url: string, 
/**
 * Host of the address.
 */
host: string, 
/**
 * File name.
 */
name: string, 
/**
 * Final path; of an upload, where its first file is.
 */
path: string, 
/**
 * Bytes that are there; of an upload, that have left.
 */
received: number, 
/**
 * Length of the file; -1 when unknown (M042).
 */
total: number, 
/**
 * 0.0 to 1.0, or the negative codes of M038.
 */
progress: number, 
/**
 * Speed, when running.
 */
bytes_per_second: number, 
/**
 * Time left, when running and known.
 */
seconds_left?: number, 
/**
 * The parts of the file, when running; what is known of one task has them also while it rests.
 */
lanes?: Array<Lane>, 
/**
 * Whether a pause can keep what is there; absent while nobody knows.
 */
pausable?: boolean, 
/**
 * Group.
 */
group: string, 
/**
 * The batch it was added with.
 */
batch?: number, 
/**
 * 0 (first) to 10.
 */
priority: number, 
/**
 * Name for people.
 */
display_name?: string, 
/**
 * Free text of the creator (M014).
 */
metadata?: string, 
/**
 * When it was added, in milliseconds since the epoch.
 */
created: number, 
/**
 * When it ended, in milliseconds since the epoch.
 */
finished?: number, 
/**
 * `sha-256=HEX` of the whole file, where it was checked.
 */
digest?: string, };

/**
 * Changes one task; what is not named stays as it is. Of a finished one, name, folder and group can be changed.
 */
export type Edit = { 
/**
 * Which task.
 */
task: TaskRef, 
/**
 * Most bytes a second; 0 means no limit of its own. A running task keeps to it at once.
 */
limit_rate: number | null, 
/**
 * Another address of the same file. What is on disk is continued when the server there proves that it is the same.
 */
url: string | null, 
/**
 * Most connections, 1 to 32; 0 leaves the number to Haul.
 */
lanes: number | null, 
/**
 * Whether it may use a metered link; holds at once.
 */
metered: Permission | null, 
/**
 * Whether it waits for a link that is neither metered nor mobile; holds at once.
 */
requires_wifi: boolean | null, 
/**
 * Another name of its file. It is the very one: nothing is replaced, and nothing counted on.
 */
name: string | null, 
/**
 * Another folder of its file, before anything of it is fetched or when it is finished.
 */
folder: string | null, 
/**
 * Another group.
 */
group: string | null, 
/**
 * Whether a task that has ended without its file is tried again.
 */
retry: boolean, };

/**
 * One end of a task, as it was.
 */
export type Ended = { 
/**
 * Its number, growing with time.
 */
number: number, 
/**
 * The task with the status of this end.
 */
task: TaskView, };

/**
 * What happens to a removed task's file.
 */
export type FileFate = "keep" | "trash" | "delete";

/**
 * A part of the list.
 */
export type Filter = "all" | "active" | "queued" | "paused" | "finished" | "failed";

/**
 * Whether nothing is left to do.
 */
export type Finished = { 
/**
 * No task waits or runs. Paused ones do neither.
 */
finished: boolean, };

/**
 * Asks whether nothing is left to do (M126).
 */
export type FinishedQuery = { 
/**
 * In this group; absent: in all.
 */
group?: string, 
/**
 * Whether tasks that wait to be tried again count as something to do.
 */
include_waiting_to_retry?: boolean, 
/**
 * A task that does not count.
 */
ignore?: TaskRef, };

/**
 * A folder that is in use, and its disk.
 */
export type FolderSpace = { 
/**
 * The folder.
 */
folder: string, 
/**
 * Bytes that are free there.
 */
free: number, 
/**
 * Bytes of the whole disk.
 */
size: number, 
/**
 * Running tasks that write there.
 */
tasks: number, };

/**
 * A login to forget.
 */
export type ForgetCredential = { 
/**
 * What it is for.
 */
place: string, 
/**
 * Whether the place is a proxy.
 */
proxy?: boolean, };

/**
 * How many tasks a group has.
 */
export type GroupCount = { 
/**
 * Name of the group.
 */
group: string, 
/**
 * Its tasks.
 */
tasks: number, };

/**
 * A group: what was said of it, and how its tasks are.
 */
export type GroupView = { 
/**
 * Its name.
 */
group: string, 
/**
 * Where its downloads go that name no folder; absent: where all do.
 */
folder?: string, 
/**
 * Most of its tasks at once, 0 without limit; absent: as the settings say.
 */
max_running?: number, 
/**
 * Most bytes a second of its tasks together; absent: no limit of its own.
 */
limit_rate?: number, 
/**
 * Its share of a limit that several groups want more of than there is, 1 to 100.
 */
weight: number, 
/**
 * Whether its waiting tasks are held; those that run go on.
 */
queue_paused: boolean, 
/**
 * Least milliseconds between two starts of its tasks.
 */
start_interval: number, 
/**
 * Tries of its tasks that name no number; absent: as the settings say.
 */
retries?: number, 
/**
 * Its notifications; absent: the default ones.
 */
notifications?: NotificationTexts, 
/**
 * Whether its tasks that say nothing may use metered links; as-set: as the settings say.
 */
metered: Permission, 
/**
 * Whether anything was said of it; otherwise it is there because a task names it.
 */
described: boolean, 
/**
 * All its tasks.
 */
tasks: number, 
/**
 * Those that run.
 */
running: number, 
/**
 * Those that wait for a slot or their start.
 */
enqueued: number, 
/**
 * Those that wait to be tried again.
 */
waiting_to_retry: number, 
/**
 * Those that are paused.
 */
paused: number, 
/**
 * Those that are complete.
 */
complete: number, 
/**
 * Those that failed, were not found or were canceled.
 */
failed: number, 
/**
 * Speed of all of them together.
 */
bytes_per_second: number, };

/**
 * All groups.
 */
export type Groups = { 
/**
 * In order of their names.
 */
groups: Array<GroupView>, 
/**
 * Whether the waiting tasks of all groups are held; those that run go on.
 */
queue_paused: boolean, };

/**
 * One header of a request.
 */
export type Header = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its value.
 */
value: string, };

/**
 * What goes on between this computer and a host.
 */
export type HostActivity = { 
/**
 * The host.
 */
host: string, 
/**
 * Tasks that run.
 */
tasks: number, 
/**
 * Their connections.
 */
connections: number, 
/**
 * Speed of all of them.
 */
bytes_per_second: number, };

/**
 * A part of the file, in bytes.
 */
export type Lane = { 
/**
 * First byte.
 */
start: number, 
/**
 * One past the last byte; absent when the length is unknown.
 */
end: number | null, 
/**
 * One past the last byte that is there.
 */
done: number, 
/**
 * Speed of the connection that fills it now; absent where none does.
 */
bytes_per_second?: number, };

/**
 * A window of the list, and what surrounds it.
 */
export type ListPage = { 
/**
 * Version of the list; see [`crate::Tick`].
 */
version: number, 
/**
 * Rows that match, in all; 0 in a window `after` a task, for which nobody counts them again.
 */
matching: number, 
/**
 * The rows asked for.
 */
rows: Array<TaskView>, 
/**
 * How many there are of each kind, regardless of the query.
 */
counts: Counts, };

/**
 * A window of the list.
 */
export type ListQuery = { 
/**
 * Which part.
 */
filter: Filter, 
/**
 * Only this status.
 */
status?: Status, 
/**
 * Only this group.
 */
group?: string, 
/**
 * Only this batch.
 */
batch?: number, 
/**
 * Only names and addresses that hold this text, in any case.
 */
search?: string, 
/**
 * Only these; those that are not there are passed over.
 */
ids?: Array<TaskRef>, 
/**
 * Only those that were added so many seconds ago, at least.
 */
older_than?: number, 
/**
 * Only those that were added after this task, or before it where the newest come first. A reader of everything goes on
 * with it after the last row of a window: it costs the same however far that is, which `offset` does not.
 */
after?: number, 
/**
 * Sorted by.
 */
by: SortKey, 
/**
 * In this order.
 */
sort: Sort, 
/**
 * Rows to pass over.
 */
offset: number, 
/**
 * Most rows to give, at most 1000; 0 means all (the command uses it).
 */
count: number, };

/**
 * One entry of the log of a task.
 */
export type LogEntry = { 
/**
 * When, in milliseconds since the epoch.
 */
at: number, 
/**
 * What.
 */
what: LogWord, 
/**
 * More of it, as the word says.
 */
detail?: string, 
/**
 * Category of a failure.
 */
category?: string, 
/**
 * Until when it waits, in milliseconds since the epoch.
 */
until?: number, };

/**
 * Something that happened to a task.
 */
export type LogWord = "added" | "started" | "redirected" | "no_parts" | "begun_anew" | "verified" | "command_begun" | "sealed" | "stopped" | "resumed" | "paused" | "paused_by_haul" | "waits" | "edited" | "completed" | "not_found" | "failed" | "canceled";

/**
 * A file as its server describes it. What the server does not say is absent.
 */
export type Look = { 
/**
 * Length in bytes; -1 when the server does not say.
 */
bytes: number, 
/**
 * The name that a download of it would take.
 */
name?: string, 
/**
 * MIME type.
 */
mime?: string, 
/**
 * Its tag, as the server spells it.
 */
etag?: string, 
/**
 * When it was changed, as the server spells it.
 */
modified?: string, 
/**
 * Why nothing is known, for people.
 */
why?: string, };

/**
 * What a mailbox has not seen.
 */
export type Mail = { 
/**
 * Oldest first.
 */
ended: Array<Ended>, };

/**
 * Asks a mailbox for what it has not seen.
 */
export type MailQuery = { 
/**
 * Its name; one that is new has seen nothing.
 */
mailbox: string, 
/**
 * Most ends to give, at most 1000; absent: 1000.
 */
count?: number, };

/**
 * What tasks have in common; what is absent does not matter.
 */
export type Matching = { 
/**
 * Their status.
 */
status?: Status, 
/**
 * Their group.
 */
group?: string, 
/**
 * Seconds since they were added, at least.
 */
older_than?: number, };

/**
 * Request method (M012).
 */
export type Method = "GET" | "POST" | "HEAD" | "PUT" | "PATCH" | "DELETE";

/**
 * Moves the finished file of a task.
 */
export type MoveTo = { 
/**
 * Which task.
 */
task: TaskRef, 
/**
 * Into which folder.
 */
to: SharedFolder, 
/**
 * A folder below it, which is made when it is missing; it never leads out of it.
 */
below?: string, };

/**
 * Where the file is now.
 */
export type Moved = { 
/**
 * The task.
 */
id: number, 
/**
 * Its path.
 */
path: string, };

/**
 * An access token, where it goes, and how it is renewed (M115). In the values of headers and query parameters
 * `{accessToken}` and `{refreshToken}` stand for the tokens; all of it is kept as a secret of the task.
 */
export type NewAuth = { 
/**
 * The token that lets in.
 */
access_token?: string, 
/**
 * Headers of every request to the first origin; without these and `access_query` it is
 * `Authorization: Bearer {accessToken}`.
 */
access_headers?: Array<Header>, 
/**
 * Query parameters of the first address.
 */
access_query?: Array<Header>, 
/**
 * When the access token expires, in milliseconds since the epoch; absent: never, or as `expires_in` says.
 */
expires_at?: number, 
/**
 * In how many seconds from now the access token expires.
 */
expires_in?: number, 
/**
 * The token that renews.
 */
refresh_token?: string, 
/**
 * Where it renews: by a POST of JSON with `grant_type` and `refresh_token`, answered by JSON with `access_token` and
 * perhaps `expires_in` and `refresh_token`.
 */
refresh_url?: string, 
/**
 * Headers of that request.
 */
refresh_headers?: Array<Header>, 
/**
 * Query parameters of that request.
 */
refresh_query?: Array<Header>, };

/**
 * Makes one batch of all tasks of an [`Add`](crate::Add). It is added with all of them, or not at all (M145).
 */
export type NewBatch = { 
/**
 * The creator's own id.
 */
own_id?: string, 
/**
 * Name for people.
 */
name?: string, 
/**
 * All or nothing: no file has its final name before all are whole and right, and when one cannot be had, none is
 * (M141).
 */
atomic?: boolean, };

/**
 * A download to add. Only `url` is needed.
 */
export type NewDownload = { 
/**
 * Address; without a scheme it is https.
 */
url: string, 
/**
 * The creator's own id, kept verbatim (M004).
 */
own_id?: string, 
/**
 * Where `folder` begins; absent: `root` for an absolute folder, else `downloads`.
 */
base?: BaseFolder, 
/**
 * Folder below `base`, or an absolute one; it is made when missing.
 */
folder?: string, 
/**
 * File name; `?` takes the server's (M079); absent makes a random one (M006).
 */
name?: string, 
/**
 * What happens when the name is taken.
 */
conflict: Conflict, 
/**
 * `sha-256=HEX` and the like; checked before the file gets its name.
 */
checksum?: string, 
/**
 * Request headers.
 */
headers: Array<Header>, 
/**
 * Query parameters, appended as they are (M010).
 */
query: Array<Header>, 
/**
 * Request method; absent: GET, or POST with a body.
 */
method?: Method, 
/**
 * Request body.
 */
body?: Body, 
/**
 * `user:password` for the first origin only.
 */
user?: string, 
/**
 * Proxy of this task, `http://`, `https://`, `socks5://` or `socks5h://`, or `none`; absent: as set.
 */
proxy?: string, 
/**
 * Access token that lets in, and how it is renewed.
 */
auth?: NewAuth, 
/**
 * How far the certificate is trusted.
 */
trust: Trust, 
/**
 * Most bytes a second; absent means no limit.
 */
limit_rate?: number, 
/**
 * Other addresses of the same file (M136).
 */
mirrors?: Array<string>, 
/**
 * Most connections, 1 to 32; absent leaves the number to Haul, within the setting `lanes`.
 */
lanes?: number, 
/**
 * Fail when the file has changed after a stop, or when it cannot be had in parts that were asked for (M064, M133).
 */
strict?: boolean, 
/**
 * Length it has to have, in bytes (M102).
 */
size?: number, 
/**
 * File that holds the digest: an address, one relative to `url`, or an ending of it such as `.sha256`.
 */
checksum_from?: string, 
/**
 * Request headers whose values are secret: sent to the first origin only, and shown nowhere.
 */
secret_headers?: Array<Header>, 
/**
 * Follow a redirect from https to http.
 */
allow_downgrade?: boolean, 
/**
 * Follow a redirect from a public server into the local network or to this computer.
 */
allow_private_redirect?: boolean, 
/**
 * PEM file with the certificate and key that identify the user to the first origin.
 */
certificate?: string, 
/**
 * Cookies as the text of a `cookies.txt`; those of the sites that are asked are kept, as secrets of the task.
 */
cookies?: string, 
/**
 * Ask for gzip and take it off (M089).
 */
decode?: boolean, 
/**
 * Retry answers that are not expected to change, such as 403 (M057).
 */
retry_permanent?: boolean, 
/**
 * Longest time over all attempts, in seconds (M110).
 */
max_seconds?: number, 
/**
 * Do not mark the finished file with its address.
 */
private?: boolean, 
/**
 * Give the finished file the server's time (M097).
 */
server_time?: boolean, 
/**
 * Whether it may use a metered link.
 */
metered?: Permission, 
/**
 * Wait for a link that is neither metered nor mobile (M155).
 */
requires_wifi?: boolean, 
/**
 * Command that takes over the finished file; only the person at this computer can set one.
 */
post_command?: PostCommand, 
/**
 * Tries after a failure that passes, 0 to 10; absent: as set.
 */
retries?: number, 
/**
 * Group; absent: `default`.
 */
group?: string, 
/**
 * 0 (first) to 10; absent: 5 (M017).
 */
priority?: number, 
/**
 * Free text, kept byte for byte (M014).
 */
metadata?: string, 
/**
 * Name for people.
 */
display_name?: string, 
/**
 * Notifications of this task; absent: the default ones.
 */
notifications?: NotificationTexts, 
/**
 * When it begins.
 */
start: Start, };

/**
 * A request whose answer is the result (M166, M167). Only `url` is needed.
 */
export type NewRequest = { 
/**
 * Address; without a scheme it is https.
 */
url: string, 
/**
 * The creator's own id, kept verbatim (M004).
 */
own_id?: string, 
/**
 * Request method; absent: GET, or POST with a body.
 */
method?: Method, 
/**
 * Request body; text and JSON say their type unless a header does.
 */
body?: Body, 
/**
 * Query parameters, appended as they are (M010).
 */
query?: Array<Header>, 
/**
 * Request headers.
 */
headers?: Array<Header>, 
/**
 * Request headers whose values are secret: sent to the first origin only, and shown nowhere.
 */
secret_headers?: Array<Header>, 
/**
 * `user:password` for the first origin only.
 */
user?: string, 
/**
 * Access token that lets in, and how it is renewed.
 */
auth?: NewAuth, 
/**
 * Proxy of this task, `http://`, `https://`, `socks5://` or `socks5h://`, or `none`; absent: as set.
 */
proxy?: string, 
/**
 * How far the certificate is trusted.
 */
trust?: Trust, 
/**
 * PEM file with the certificate and key that identify the user to the first origin.
 */
certificate?: string, 
/**
 * Cookies as the text of a `cookies.txt`; those of the site that is asked are kept, as secrets of the task.
 */
cookies?: string, 
/**
 * Follow a redirect from https to http.
 */
allow_downgrade?: boolean, 
/**
 * Follow a redirect from a public server into the local network or to this computer.
 */
allow_private_redirect?: boolean, 
/**
 * Retry answers that are not expected to change, such as 403 (M057).
 */
retry_permanent?: boolean, 
/**
 * Longest time over all attempts, in seconds (M110).
 */
max_seconds?: number, 
/**
 * Whether it may use a metered link.
 */
metered?: Permission, 
/**
 * Wait for a link that is neither metered nor mobile (M155).
 */
requires_wifi?: boolean, 
/**
 * Tries after a failure that passes, 0 to 10; absent: as set.
 */
retries?: number, 
/**
 * Group; absent: `default`.
 */
group?: string, 
/**
 * 0 (first) to 10; absent: 5 (M017).
 */
priority?: number, 
/**
 * Free text, kept byte for byte (M014).
 */
metadata?: string, 
/**
 * Name for people.
 */
display_name?: string, 
/**
 * Who adds it.
 */
by?: AddedBy, 
/**
 * When it begins.
 */
start?: Start, };

/**
 * Files to send to a server. Only `url` and `files` are needed.
 */
export type NewUpload = { 
/**
 * Address; without a scheme it is https.
 */
url: string, 
/**
 * The files, in order; a single one where the form is `binary`.
 */
files: Array<UploadFile>, 
/**
 * How they are put into the body.
 */
form?: UploadForm, 
/**
 * Fields of the form in order, before the files; a name may come again. Their values are shown nowhere.
 */
fields?: Array<Header>, 
/**
 * Request method; absent: POST.
 */
method?: Method, 
/**
 * How it goes on after a break.
 */
resume?: Resume, 
/**
 * Send files that links lead to.
 */
follow_links?: boolean, 
/**
 * The creator's own id, kept verbatim (M004).
 */
own_id?: string, 
/**
 * Query parameters, appended as they are (M010).
 */
query?: Array<Header>, 
/**
 * Request headers. Of a file that is sent as it is, `Range` names the slice to send, and an empty
 * `Content-Disposition` leaves that header out.
 */
headers?: Array<Header>, 
/**
 * Request headers whose values are secret: sent to the first origin only, and shown nowhere.
 */
secret_headers?: Array<Header>, 
/**
 * `user:password` for the first origin only.
 */
user?: string, 
/**
 * Access token that lets in, and how it is renewed.
 */
auth?: NewAuth, 
/**
 * Proxy of this task, `http://`, `https://`, `socks5://` or `socks5h://`, or `none`; absent: as set.
 */
proxy?: string, 
/**
 * How far the certificate is trusted.
 */
trust?: Trust, 
/**
 * PEM file with the certificate and key that identify the user to the first origin.
 */
certificate?: string, 
/**
 * Cookies as the text of a `cookies.txt`; those of the site that is asked are kept, as secrets of the task.
 */
cookies?: string, 
/**
 * Follow a redirect from https to http.
 */
allow_downgrade?: boolean, 
/**
 * Follow a redirect from a public server into the local network or to this computer.
 */
allow_private_redirect?: boolean, 
/**
 * Most bytes a second; absent means no limit.
 */
limit_rate?: number, 
/**
 * Retry answers that are not expected to change, such as 403 (M057).
 */
retry_permanent?: boolean, 
/**
 * Longest time over all attempts, in seconds (M110).
 */
max_seconds?: number, 
/**
 * Whether it may use a metered link.
 */
metered?: Permission, 
/**
 * Wait for a link that is neither metered nor mobile (M155).
 */
requires_wifi?: boolean, 
/**
 * Who adds it.
 */
by?: AddedBy, 
/**
 * Tries after a failure that passes, 0 to 10; absent: as set.
 */
retries?: number, 
/**
 * Group; absent: `default`.
 */
group?: string, 
/**
 * 0 (first) to 10; absent: 5 (M017).
 */
priority?: number, 
/**
 * Free text, kept byte for byte (M014).
 */
metadata?: string, 
/**
 * Name for people.
 */
display_name?: string, 
/**
 * Notifications of this task; absent: the default ones.
 */
notifications?: NotificationTexts, 
/**
 * When it begins.
 */
start?: Start, };

/**
 * A call that needs nothing said.
 */
export type Nothing = Record<symbol, never>;

/**
 * A notification as it shall be on the screen; a later one about the same takes its place.
 */
export type Notice = { 
/**
 * What it is about.
 */
about: About, 
/**
 * What is so with that.
 */
kind: NoticeKind, 
/**
 * First line, plain text.
 */
title: string, 
/**
 * Second line, plain text; may be empty.
 */
body: string, 
/**
 * Buttons from left to right.
 */
actions: Array<NoticeAction>, 
/**
 * What a click on the notification itself does; absent: it shows the task in the window.
 */
tap: NoticeAction | null, 
/**
 * 0 to 100 on a running task of known length.
 */
percent: number | null, 
/**
 * Whether it is to be heard too.
 */
sound: boolean, };

/**
 * A button of a notification.
 */
export type NoticeAction = "open" | "reveal" | "retry" | "pause" | "resume" | "cancel";

/**
 * The state that a notification is about.
 */
export type NoticeKind = "running" | "complete" | "failed" | "paused" | "canceled" | "gone";

/**
 * Notifications of one task, in place of the default ones (M181). A state without a text shows none (M178).
 */
export type NotificationTexts = { 
/**
 * While it runs; the first line is the title. Tokens: `{filename}`, `{displayName}`, `{metadata}`, `{progress}`,
 * `{networkSpeed}`, `{timeRemaining}`.
 */
running?: string, 
/**
 * When the file is there.
 */
complete?: string, 
/**
 * When it failed or was not found.
 */
failed?: string, 
/**
 * When it is stopped.
 */
paused?: string, 
/**
 * When it was called off.
 */
canceled?: string, 
/**
 * Whether a click on the notification of the finished task opens its file.
 */
tap_opens: boolean, 
/**
 * Name of the one notification that all tasks share which name it so (M184); its texts also know `{numFinished}`,
 * `{numFailed}` and `{numTotal}`. It may not begin with `*`.
 */
together?: string, };

/**
 * Names a group.
 */
export type OneGroup = { 
/**
 * Its name.
 */
group: string, };

/**
 * Names a queue: that of a group, or that of all.
 */
export type OneQueue = { 
/**
 * The group; absent: all.
 */
group?: string, };

/**
 * Names one task.
 */
export type OneTask = { 
/**
 * Which.
 */
task: TaskRef, };

/**
 * What became of one [`NewDownload`].
 */
export type Outcome = { "added": AddedTask } | { "refused": Refusal };

/**
 * The whole at a glance.
 */
export type Overview = { 
/**
 * Version of the list; see [`crate::Tick`].
 */
version: number, 
/**
 * How many tasks there are of each kind.
 */
counts: Counts, 
/**
 * Tasks with a slot.
 */
running: number, 
/**
 * Speed of all tasks together.
 */
bytes_per_second: number, 
/**
 * Where downloads go that name no folder.
 */
download_folder: string, 
/**
 * Bytes free there; absent when the folder does not exist yet.
 */
free_space?: number, 
/**
 * The proxy that is used and who named it, without secrets; `none` where there is none (row 75).
 */
proxy?: string, 
/**
 * The language that is set; see [`crate::Settings`].
 */
language: string, 
/**
 * What all tasks together may use now.
 */
limit: SpeedLimit, 
/**
 * What a person should know about the database, such as a damaged file that was set aside.
 */
notes: Array<string>, };

/**
 * What a task says about metered links (M154).
 */
export type Permission = "as_set" | "allowed" | "refused";

/**
 * Where a running task is.
 */
export type Phase = "connecting" | "transferring" | "verifying" | "processing" | "placing";

/**
 * Who shows notifications. One of them does at a time, so that nothing is told twice.
 */
export type Place = "background" | "window";

/**
 * Where tasks are moved to in the queue.
 */
export type Position = "first" | "last" | "up" | "down" | { "before": TaskRef } | { "after": TaskRef };

/**
 * A command that takes over a finished file (M091). No shell reads it; every argument `$file` is replaced by the path.
 */
export type PostCommand = { 
/**
 * The program and its arguments.
 */
argv: Array<string>, 
/**
 * Whether the file is removed when the command has ended with code 0; after a failure it always stays (M092).
 */
removes?: boolean, };

/**
 * A button of a notification was pressed, or the notification itself.
 */
export type Press = { 
/**
 * What it is about.
 */
about: About, 
/**
 * The button; absent for the notification itself. What only a program with a window can do waits until one
 * watches (M183).
 */
action?: NoticeAction, };

/**
 * Changes priorities.
 */
export type Priority = { 
/**
 * Which tasks.
 */
tasks: Selection, 
/**
 * 0 (first) to 10.
 */
priority: number, };

/**
 * How far a running task is, sampled.
 */
export type Progress = { 
/**
 * The task.
 */
id: number, 
/**
 * Bytes that are there.
 */
received: number, 
/**
 * Length of the file; absent when unknown.
 */
total: number | null, 
/**
 * 0.0 to 0.999 while running (M037).
 */
progress: number, 
/**
 * Smoothed speed.
 */
bytes_per_second: number, 
/**
 * Absent when unknown.
 */
seconds_left: number | null, };

/**
 * Whether a queue lets its waiting tasks begin.
 */
export type QueueState = { 
/**
 * The group; absent: all.
 */
group?: string, 
/**
 * Whether they are held.
 */
paused: boolean, };

/**
 * Why a call was refused, and what helps.
 */
export type Refusal = { 
/**
 * For programs.
 */
code: Code, 
/**
 * For people: what happened and what to do.
 */
message: string, };

/**
 * A task that a command was refused for.
 */
export type Refused = { 
/**
 * Which task.
 */
task: TaskRef, 
/**
 * Why.
 */
why: Refusal, };

/**
 * Whether a removal can be taken back.
 */
export type Removal = "for_good" | "set_aside";

/**
 * Forgets tasks. Of those that match, the ones that have not ended are left alone unless their status is named.
 */
export type Remove = { 
/**
 * Which.
 */
tasks: Selection, 
/**
 * And their files.
 */
file: FileFate, 
/**
 * Whether that can be taken back.
 */
removal: Removal, };

/**
 * Gives a group another name; its tasks and all that was said of it follow.
 */
export type RenameGroup = { 
/**
 * Its name.
 */
group: string, 
/**
 * Its name from now on; refused while another group has it.
 */
to: string, };

/**
 * Moves tasks in the queue, all or none. Among others of another priority they take theirs.
 */
export type Reorder = { 
/**
 * Which, in the order they shall stand in.
 */
tasks: Array<TaskRef>, 
/**
 * Where to.
 */
to: Position, };

/**
 * What became of records that nobody worked on (M173).
 */
export type Rescheduled = { 
/**
 * Their tasks are in the queue again, or wait as they did.
 */
rescheduled: Array<number>, 
/**
 * They could not be taken in.
 */
failed: Array<Refused>, };

/**
 * How many tasks were called off.
 */
export type Reset = { 
/**
 * That many.
 */
canceled: number, };

/**
 * What the server said last.
 */
export type Response = { 
/**
 * Status code; 499 for a request that failed before any answer.
 */
code: number, 
/**
 * Reason phrase of the status; without an answer, why there is none.
 */
reason?: string, 
/**
 * Headers, lower-cased names.
 */
headers: Array<Header>, 
/**
 * MIME type.
 */
mime?: string, 
/**
 * Character set.
 */
charset?: string, 
/**
 * Text of the answer to a request, or of an error answer, of which 64 KiB are kept (M026).
 */
body?: string, 
/**
 * The body of the answer to a request in base64, where it is no plain text.
 */
base64?: string, };

/**
 * How an upload goes on after a break. Only one that is resumable can be paused.
 */
export type Resume = "never" | "draft" | "tus";

/**
 * How far a command is.
 */
export type RunWord = "running" | "unseen" | "exited" | "killed" | "not_started";

/**
 * What the list is arranged by.
 */
export type SectionBy = "group" | "batch" | "status";

/**
 * Which section.
 */
export type SectionKey = { "group": string } | { "batch": number } | { "status": Status } | "rest";

/**
 * A section: how many of the tasks that were asked for it has, and how far they are.
 */
export type SectionView = { 
/**
 * Which.
 */
of: SectionKey, 
/**
 * The name of a batch that has one.
 */
name?: string, 
/**
 * All of them.
 */
tasks: number, 
/**
 * Running or waiting to retry.
 */
active: number, 
/**
 * Enqueued.
 */
queued: number, 
/**
 * Paused.
 */
paused: number, 
/**
 * Complete.
 */
finished: number, 
/**
 * Failed, not found or canceled.
 */
failed: number, 
/**
 * Bytes that are there; absent where nobody has added them up.
 */
received?: number, 
/**
 * Bytes in all; absent where the length of one is unknown.
 */
total?: number, 
/**
 * 0 to 1: every task counts alike, and one that has ended counts whole.
 */
progress: number, };

/**
 * Rows of one section.
 */
export type SectionWindow = { 
/**
 * Which section.
 */
of: SectionKey, 
/**
 * Rows to pass over.
 */
offset: number, 
/**
 * Most rows to give.
 */
count: number, };

/**
 * The sections of a list.
 */
export type SectionsPage = { 
/**
 * Version of the list; see [`crate::Tick`].
 */
version: number, 
/**
 * Tasks that match, in all.
 */
matching: number, 
/**
 * How many there are of each kind, regardless of the query.
 */
counts: Counts, 
/**
 * All sections that have tasks, in order.
 */
sections: Array<SectionView>, 
/**
 * The rows that were asked for, one answer for each window in turn.
 */
windows: Array<Array<TaskView>>, };

/**
 * Asks for the sections of a list, and for rows of some of them.
 */
export type SectionsQuery = { 
/**
 * What makes a section.
 */
by: SectionBy, 
/**
 * Which tasks, and in which order within a section. Its window does not matter.
 */
list: ListQuery, 
/**
 * Rows to give, at most 1000 together.
 */
windows: Array<SectionWindow>, };

/**
 * A mailbox has dealt with everything up to an end: it is not given that again (M172).
 */
export type Seen = { 
/**
 * Its name.
 */
mailbox: string, 
/**
 * [`Ended::number`] of the last one.
 */
number: number, };

/**
 * Names several tasks.
 */
export type Selection = { "tasks": Array<TaskRef> } | { "group": string } | { "matching": Matching } | { "batch": BatchRef } | "all";

/**
 * A login to store; an older one for the place is replaced.
 */
export type SetCredential = { 
/**
 * What it is for: an address, of which scheme, host and port count.
 */
place: string, 
/**
 * Whether the place is a proxy.
 */
proxy?: boolean, 
/**
 * The user name.
 */
user: string, 
/**
 * The password.
 */
password: string, 
/**
 * Whether the password may travel over unencrypted http.
 */
allow_http?: boolean, };

/**
 * Changes what holds for a group, which is there from then on. What is not named stays; `null` takes back what was said.
 */
export type SetGroup = { 
/**
 * Its name.
 */
group: string, 
/**
 * Absolute folder of its downloads that name none.
 */
folder?: string | null, 
/**
 * Most of its tasks at once; 0 means no limit.
 */
max_running?: number | null, 
/**
 * Most bytes a second of its tasks together; 0 means no limit.
 */
limit_rate?: number | null, 
/**
 * Its share of a limit, 1 to 100; 10 where nothing is said.
 */
weight?: number | null, 
/**
 * Least milliseconds between two starts of its tasks; 0 means none.
 */
start_interval?: number | null, 
/**
 * Tries of its tasks that name no number, 0 to 10.
 */
retries?: number | null, 
/**
 * Its notifications.
 */
notifications?: NotificationTexts | null, 
/**
 * Whether its tasks that say nothing may use metered links; holds at once.
 */
metered?: Permission | null, };

/**
 * One setting, key and value as text.
 */
export type Setting = { 
/**
 * A field of [`Settings`].
 */
key: string, 
/**
 * Its value as text.
 */
value: string, };

/**
 * Names one setting.
 */
export type SettingQuery = { 
/**
 * A field of [`Settings`].
 */
key: string, };

/**
 * All settings. Every key can be read and set as text with `haul settings`.
 */
export type Settings = { 
/**
 * Language of the window and the tray: `system`, or one of those that [`LANGUAGES`] holds.
 */
language: string, 
/**
 * Folder of downloads that name none; empty means the desktop's download folder.
 */
download_folder: string, 
/**
 * Most tasks at once, 1 to 1000.
 */
max_running: number, 
/**
 * Most tasks at once to one host; 0 means no limit.
 */
max_running_per_host: number, 
/**
 * Most tasks at once in one group; 0 means no limit.
 */
max_running_per_group: number, 
/**
 * Whether waiting tasks are held; those that run go on.
 */
queue_paused: boolean, 
/**
 * Least milliseconds between two starts of tasks, at most 3600000; 0 means none.
 */
start_interval: number, 
/**
 * Most connections of a task that names no number, 1 to 32; Haul uses as many of them as pay.
 */
lanes: number, 
/**
 * Bytes a second below which a connection is given up and tried again; 0 means none.
 */
min_speed: number, 
/**
 * How often a task is tried again after a failure that passes, 0 to 10, where the task says nothing.
 */
retries: number, 
/**
 * Most bytes a second of all tasks together, such as 2M; empty or 0 means no limit.
 */
limit_rate: string, 
/**
 * Most bytes a second of each task that has no limit of its own; empty or 0 means no limit.
 */
limit_rate_per_task: string, 
/**
 * Most bytes a second of the tasks of a group together, such as films=500K, default=2M: what `haul group set` says of
 * them, all at once.
 */
group_limits: string, 
/**
 * Other total limits at some times of the week, such as mon-fri 08:00-18:00 500K; sat,sun 00:00-24:00 off. The first
 * rule that fits holds.
 */
limit_schedule: string, 
/**
 * Space that no download uses on any disk, in MiB.
 */
disk_reserve: number, 
/**
 * Which files are not fetched again when they are there: `never`, or those larger than so many MiB; 0 means all
 * (M085).
 */
skip_existing: string, 
/**
 * Proxy of tasks that name none: empty follows the environment and the desktop, `none` goes straight, else an
 * address with http, https, socks5 or socks5h. A user name and password in it go into the password store.
 */
proxy: string, 
/**
 * Hosts that are reached without that proxy: names with everything below them, addresses, networks.
 */
no_proxy: string, 
/**
 * File with passwords in the format of netrc, such as ~/.netrc; empty means none.
 */
netrc: string, 
/**
 * File or folder with certificates of authorities to trust besides the system's (M112); empty means none.
 */
extra_certificates: string, 
/**
 * Whether tasks that say nothing may use a metered or mobile network: `allow` or `hold` (M154).
 */
metered: string, 
/**
 * Which tasks wait for WiFi or a cable: `as_set_by_task`, `for_all_tasks` or `for_no_tasks` (M156).
 */
wifi_mode: string, 
/**
 * Whether tasks that run follow those two at once when they are changed; else they end as they began.
 */
reschedule_running: boolean, 
/**
 * Text of the notification of a running task; empty means none.
 */
notify_running: string, 
/**
 * Text of the notification of a finished task; empty means none.
 */
notify_complete: string, 
/**
 * Text of the notification of a failed task; empty means none.
 */
notify_failed: string, 
/**
 * Text of the notification of a paused task; empty means none.
 */
notify_paused: string, 
/**
 * Whether a click on the notification of a finished task opens the file.
 */
notify_tap_opens: boolean, 
/**
 * Whether the end of a task is heard too, where the desktop has sounds.
 */
notify_sound: boolean, 
/**
 * Whether Haul starts with the session, in the tray and without a window.
 */
start_with_session: boolean, 
/**
 * What closing the window does: `tray` leaves Haul there and goes on, `quit` ends it.
 */
closing: string, 
/**
 * Whether the computer is kept from falling asleep while something is transferred.
 */
stay_awake: boolean, 
/**
 * Whether the desktop's launcher shows how far everything is (M188).
 */
launcher_progress: boolean, 
/**
 * Whether the open window offers links that are copied elsewhere (row 157).
 */
watch_clipboard: boolean, 
/**
 * Seconds to find and reach a server, 1 to 600.
 */
connect_timeout: number, 
/**
 * Seconds without a byte after which a connection counts as dead, 1 to 600.
 */
stall_timeout: number, 
/**
 * Longest time over all attempts of a task that names none, in seconds; 0 means any.
 */
max_seconds: number, 
/**
 * How many ended tasks stay in the list, the last ones; 0 means all (M171).
 */
keep_records: number, 
/**
 * For how many days an ended task stays in the list; 0 means for ever (M171).
 */
keep_days: number, 
/**
 * Colours of the window: `system`, `light` or `dark`.
 */
theme: string, 
/**
 * How close things stand in the window: `comfortable` or `compact`.
 */
density: string, 
/**
 * Size of the text in the window, in percent of the usual one, 80 to 160.
 */
text_size: number, };

/**
 * A folder of the desktop.
 */
export type SharedFolder = "downloads" | "images" | "video" | "audio" | "files";

/**
 * How long a file is (M245).
 */
export type Size = { 
/**
 * Length in bytes; -1 when the server does not say.
 */
bytes: number, 
/**
 * Why nobody knows, for people.
 */
why?: string, };

/**
 * Order of the list.
 */
export type Sort = "descending" | "ascending";

/**
 * What the list is sorted by.
 */
export type SortKey = "added" | "name" | "size" | "status" | "host" | "group" | "priority" | "finished" | "queue";

/**
 * The limit on the speed of all tasks together, as it is at this moment.
 */
export type SpeedLimit = { 
/**
 * Bytes a second; absent: no limit.
 */
rate?: number, 
/**
 * Whether the schedule says so; else the setting `limit_rate` does.
 */
scheduled: boolean, };

/**
 * Asks for speeds over time.
 */
export type SpeedQuery = { 
/**
 * Of one task; of all together where absent.
 */
task?: TaskRef, };

/**
 * The speeds of the last minutes in which anything ran, one a second, oldest first.
 */
export type Speeds = { 
/**
 * The end of each second, in milliseconds since the epoch; always growing.
 */
at: Array<number>, 
/**
 * Bytes a second, as many as there are moments.
 */
bytes_per_second: Array<number>, };

/**
 * When a new task begins.
 */
export type Start = "now" | "later";

/**
 * Totals, space and hosts.
 */
export type Statistics = { 
/**
 * Since midnight.
 */
today: Traffic, 
/**
 * Since the first day.
 */
all_time: Traffic, 
/**
 * The first day that counts, such as `2026-11-21`; absent before anything came.
 */
since?: string, 
/**
 * The folder for downloads first, then those that are written to now.
 */
folders: Array<FolderSpace>, 
/**
 * Hosts of running tasks, in order of their names.
 */
hosts: Array<HostActivity>, };

/**
 * The status of a task.
 */
export type Status = "enqueued" | "running" | "waiting_to_retry" | "paused" | "complete" | "not_found" | "failed" | "canceled";

/**
 * Asks what downloads would find that go to a folder.
 */
export type Survey = { 
/**
 * Their folder, as a download names it.
 */
folder?: string, 
/**
 * Their group, which may have a folder of its own.
 */
group?: string, 
/**
 * Their addresses, at most 10,000.
 */
urls?: Array<string>, 
/**
 * The names they would have, at most 10,000.
 */
names?: Array<string>, };

/**
 * What they would find.
 */
export type Surveyed = { 
/**
 * The folder, absolute.
 */
folder: string, 
/**
 * Free bytes on its disk, where the disk says so.
 */
free?: number, 
/**
 * Those of the addresses that are on the list already, as they were given.
 */
listed: Array<string>, 
/**
 * Those of the names that are taken in the folder.
 */
taken: Array<string>, };

/**
 * Names a task: by its number, or by the id that its creator chose (M004).
 */
export type TaskRef = number | string;

/**
 * A row of the list. Fields of a status are absent in any other.
 */
export type TaskView = { 
/**
 * Its number.
 */
id: number, 
/**
 * The creator's own id.
 */
own_id?: string, 
/**
 * `download`, `request` or `upload`.
 */
kind: string, 
/**
 * Request method of an upload or a request.
 */
method?: string, 
/**
 * Its status.
 */
status: Status, 
/**
 * Where it is, when running.
 */
phase?: Phase, 
/**
 * Category of the failure, when failed or waiting to retry.
 */
category?: string, 
/**
 * What happened and what helps, for people.
 */
message?: string, 
/**
 * `retry_later`, `start_over`, `ask_user` or `give_up`.
 */
remedy?: string, 
/**
 * When it is tried again, or its host may be asked, in milliseconds since the epoch.
 */
retry_at?: number, 
/**
 * True when an enqueued task waits for its first start.
 */
held: boolean, 
/**
 * What it waits for, when enqueued.
 */
waiting_for?: WaitingFor, 
/**
 * Address without user name and password.
 */
url: string, 
/**
 * Host of the address.
 */
host: string, 
/**
 * File name.
 */
name: string, 
/**
 * Final path; of an upload, where its first file is.
 */
path: string, 
/**
 * Bytes that are there; of an upload, that have left.
 */
received: number, 
/**
 * Length of the file; -1 when unknown (M042).
 */
total: number, 
/**
 * 0.0 to 1.0, or the negative codes of M038.
 */
progress: number, 
/**
 * Speed, when running.
 */
bytes_per_second: number, 
/**
 * Time left, when running and known.
 */
seconds_left?: number, 
/**
 * The parts of the file, when running; what is known of one task has them also while it rests.
 */
lanes?: Array<Lane>, 
/**
 * Whether a pause can keep what is there; absent while nobody knows.
 */
pausable?: boolean, 
/**
 * Group.
 */
group: string, 
/**
 * The batch it was added with.
 */
batch?: number, 
/**
 * 0 (first) to 10.
 */
priority: number, 
/**
 * Name for people.
 */
display_name?: string, 
/**
 * Free text of the creator (M014).
 */
metadata?: string, 
/**
 * When it was added, in milliseconds since the epoch.
 */
created: number, 
/**
 * When it ended, in milliseconds since the epoch.
 */
finished?: number, 
/**
 * `sha-256=HEX` of the whole file, where it was checked.
 */
digest?: string, };

/**
 * Something changed.
 */
export type Tick = { 
/**
 * Grows with every change and every sample.
 */
version: number, 
/**
 * How many tasks there are of each kind.
 */
counts: Counts, 
/**
 * Speed of all tasks together.
 */
bytes_per_second: number, };

/**
 * What came and went, over a time.
 */
export type Traffic = { 
/**
 * Bytes of downloads that are proven on disk.
 */
received: number, 
/**
 * Bytes of uploads that have left.
 */
sent: number, 
/**
 * Downloads that were completed.
 */
fetched: number, 
/**
 * Uploads that were completed.
 */
uploaded: number, };

/**
 * How far the server's certificate is trusted.
 */
export type Trust = "checked" | "insecure";

/**
 * One thing a host tells.
 */
export type Update = { "event": "watching", } | { "event": "added", 
/**
 * Number of the fact.
 */
revision: number, 
/**
 * The task.
 */
task: TaskView, } | { "event": "status", 
/**
 * Number of the fact.
 */
revision: number, 
/**
 * The task as it is now.
 */
task: TaskView, 
/**
 * What the server said last, when the task has ended (M029).
 */
response?: Response, } | { "event": "removed", 
/**
 * Number of the fact.
 */
revision: number, 
/**
 * The task.
 */
id: number, } | { "event": "batch", 
/**
 * Number of the fact.
 */
revision: number, 
/**
 * The batch.
 */
batch: number, 
/**
 * Tasks that are complete.
 */
succeeded: number, 
/**
 * Tasks that ended without their files.
 */
failed: number, 
/**
 * Tasks in all; the last update has as many that ended.
 */
size: number, 
/**
 * Why an atomic batch was called off; with the last update only.
 */
failure?: BatchFailure, } | { "event": "progress" } & Progress | { "event": "tick" } & Tick | { "event": "notice" } & Notice | { "event": "ended" } & Ended | { "event": "pressed" } & Press | { "event": "missed", };

/**
 * A file to send. Only `path` is needed.
 */
export type UploadFile = { 
/**
 * Absolute path.
 */
path: string, 
/**
 * Field of the form; absent: `file`, or with several files the name without its extension.
 */
field?: string, 
/**
 * Name that the server hears; absent: the file's own.
 */
name?: string, 
/**
 * MIME type; absent: what the name says.
 */
mime?: string, };

/**
 * How files are put into a body.
 */
export type UploadForm = "multipart" | "binary";

/**
 * Uploads to add.
 */
export type Uploads = { 
/**
 * In the order of the queue.
 */
uploads: Array<NewUpload>, 
/**
 * Makes them one batch, which cannot be atomic: what a server has taken cannot be taken back.
 */
batch?: NewBatch, };

/**
 * What an enqueued task waits for.
 */
export type WaitingFor = "start" | "queue" | "network" | "host" | "slot" | "siblings";

/**
 * What a client wants to hear.
 */
export type Watch = "all" | { "tasks": { 
/**
 * Which tasks.
 */
tasks: Array<TaskRef>, 
/**
 * The revision to begin after; absent: from now on.
 */
since: number | null, } } | { "ends": { 
/**
 * Which tasks.
 */
tasks: Array<TaskRef>, 
/**
 * The revision to begin after.
 */
since: number, } } | "ticks" | { "mail": { 
/**
 * Its name; one that is new has seen nothing.
 */
mailbox: string, } } | { "notices": Place } | "presses";

export interface Calls {
  add: { request: Add; answer: Added };
  request: { request: NewRequest; answer: Added };
  size: { request: NewRequest; answer: Size };
  look: { request: NewRequest; answer: Look };
  survey: { request: Survey; answer: Surveyed };
  upload: { request: Uploads; answer: Added };
  list: { request: ListQuery; answer: ListPage };
  sections: { request: SectionsQuery; answer: SectionsPage };
  show: { request: OneTask; answer: Details };
  batch: { request: BatchQuery; answer: BatchDetails };
  batches: { request: BatchesQuery; answer: BatchesPage };
  pause: { request: Selection; answer: Changed };
  resume: { request: Selection; answer: Changed };
  cancel: { request: Selection; answer: Changed };
  retry: { request: Selection; answer: Changed };
  remove: { request: Remove; answer: Changed };
  bring_back: { request: BringBack; answer: Changed };
  clean_up: { request: CleanUp; answer: CleanedUp };
  reschedule: { request: Nothing; answer: Rescheduled };
  mail: { request: MailQuery; answer: Mail };
  seen: { request: Seen; answer: Nothing };
  prioritize: { request: Priority; answer: Changed };
  reorder: { request: Reorder; answer: Changed };
  pause_queue: { request: OneQueue; answer: QueueState };
  resume_queue: { request: OneQueue; answer: QueueState };
  groups: { request: Nothing; answer: Groups };
  set_group: { request: SetGroup; answer: GroupView };
  rename_group: { request: RenameGroup; answer: GroupView };
  forget_group: { request: OneGroup; answer: Nothing };
  reset: { request: OneGroup; answer: Reset };
  finished: { request: FinishedQuery; answer: Finished };
  move_to: { request: MoveTo; answer: Moved };
  edit: { request: Edit; answer: Changed };
  overview: { request: Nothing; answer: Overview };
  statistics: { request: Nothing; answer: Statistics };
  speeds: { request: SpeedQuery; answer: Speeds };
  settings: { request: Nothing; answer: Settings };
  setting: { request: SettingQuery; answer: Setting };
  set: { request: Setting; answer: Setting };
  configure: { request: Configure; answer: Configured };
  press: { request: Press; answer: Changed };
  credentials: { request: Nothing; answer: Credentials };
  set_credential: { request: SetCredential; answer: Credential };
  forget_credential: { request: ForgetCredential; answer: Nothing };
}

export const CALL_NAMES = [
  "add",
  "request",
  "size",
  "look",
  "survey",
  "upload",
  "list",
  "sections",
  "show",
  "batch",
  "batches",
  "pause",
  "resume",
  "cancel",
  "retry",
  "remove",
  "bring_back",
  "clean_up",
  "reschedule",
  "mail",
  "seen",
  "prioritize",
  "reorder",
  "pause_queue",
  "resume_queue",
  "groups",
  "set_group",
  "rename_group",
  "forget_group",
  "reset",
  "finished",
  "move_to",
  "edit",
  "overview",
  "statistics",
  "speeds",
  "settings",
  "setting",
  "set",
  "configure",
  "press",
  "credentials",
  "set_credential",
  "forget_credential",
] as const satisfies readonly (keyof Calls)[];

/** What holds where nobody set anything. */
export const DEFAULTS: Settings = {
  "language": "system",
  "download_folder": "",
  "max_running": 10,
  "max_running_per_host": 0,
  "max_running_per_group": 0,
  "queue_paused": false,
  "start_interval": 0,
  "lanes": 8,
  "min_speed": 0,
  "retries": 5,
  "limit_rate": "",
  "limit_rate_per_task": "",
  "group_limits": "",
  "limit_schedule": "",
  "disk_reserve": 0,
  "skip_existing": "never",
  "proxy": "",
  "no_proxy": "",
  "netrc": "",
  "extra_certificates": "",
  "metered": "allow",
  "wifi_mode": "as_set_by_task",
  "reschedule_running": true,
  "notify_running": "",
  "notify_complete": "{filename} is ready",
  "notify_failed": "{filename} could not be downloaded",
  "notify_paused": "",
  "notify_tap_opens": false,
  "notify_sound": false,
  "start_with_session": false,
  "closing": "tray",
  "stay_awake": true,
  "launcher_progress": true,
  "watch_clipboard": false,
  "connect_timeout": 20,
  "stall_timeout": 60,
  "max_seconds": 0,
  "keep_records": 0,
  "keep_days": 0,
  "theme": "system",
  "density": "comfortable",
  "text_size": 100
};
