//! The one table of calls.
//!
//! Owns what Haul can be asked to do, all of it, on a screen. Refuses logic. Rule kept here: socket, command line,
//! window and bus all go through this table; the page's types are generated from it.

/// Hands the whole table to the macro `$apply`, so that another crate can make something of every call.
#[macro_export]
macro_rules! for_each_call {
    ($apply:ident) => {
        $apply! {
            /// Adds downloads; each is accepted or refused on its own, before any byte moves (M002).
            add($crate::Add) -> $crate::Added;
            /// Adds one request whose answer is the result (M166, M167).
            request($crate::NewRequest) -> $crate::Added;
            /// How long a file is, without a task; the method and body of the request are left out (M245).
            size($crate::NewRequest) -> $crate::Size;
            /// What a server says of a file, without a task; the method and body of the request are left out.
            look($crate::NewRequest) -> $crate::Look;
            /// What downloads would find in their folder and on the list, before they are added.
            survey($crate::Survey) -> $crate::Surveyed;
            /// Adds uploads; each is accepted or refused on its own, before any byte moves (M160 to M164).
            upload($crate::Uploads) -> $crate::Added;
            /// A window of the list: filtered, searched, sorted, `count` rows from `offset`.
            list($crate::ListQuery) -> $crate::ListPage;
            /// The same in sections: how far each is, and rows of those that are on screen.
            sections($crate::SectionsQuery) -> $crate::SectionsPage;
            /// Everything known about one task.
            show($crate::OneTask) -> $crate::Details;
            /// Everything known about one batch (M150).
            batch($crate::BatchQuery) -> $crate::BatchDetails;
            /// A window of the batches, newest first.
            batches($crate::BatchesQuery) -> $crate::BatchesPage;
            /// Stops tasks and keeps what they have.
            pause($crate::Selection) -> $crate::Changed;
            /// Starts or continues tasks.
            resume($crate::Selection) -> $crate::Changed;
            /// Calls tasks off and deletes their part files.
            cancel($crate::Selection) -> $crate::Changed;
            /// Tries ended tasks again.
            retry($crate::Selection) -> $crate::Changed;
            /// Forgets tasks, with or without their files; running ones are called off first.
            remove($crate::Remove) -> $crate::Changed;
            /// Brings tasks back that were removed a moment ago and set aside.
            bring_back($crate::BringBack) -> $crate::Changed;
            /// Forgets ended tasks beyond a number or an age, those that ended first at first (M171).
            clean_up($crate::CleanUp) -> $crate::CleanedUp;
            /// Takes in records that nobody works on (M173).
            reschedule($crate::Nothing) -> $crate::Rescheduled;
            /// Ends of tasks that a mailbox has not seen (M172).
            mail($crate::MailQuery) -> $crate::Mail;
            /// Notes what a mailbox has seen.
            seen($crate::Seen) -> $crate::Nothing;
            /// Changes the priority of tasks that wait (M018).
            prioritize($crate::Priority) -> $crate::Changed;
            /// Moves tasks in the queue.
            reorder($crate::Reorder) -> $crate::Changed;
            /// Holds the waiting tasks of a queue; those that run go on (M125).
            pause_queue($crate::OneQueue) -> $crate::QueueState;
            /// Lets the waiting tasks of a queue begin again.
            resume_queue($crate::OneQueue) -> $crate::QueueState;
            /// All groups: what was said of them, and how their tasks are.
            groups($crate::Nothing) -> $crate::Groups;
            /// Says what holds for a group, which is there from then on.
            set_group($crate::SetGroup) -> $crate::GroupView;
            /// Gives a group another name, for all its tasks; two groups are never made one.
            rename_group($crate::RenameGroup) -> $crate::GroupView;
            /// Forgets what was said of a group; refused while it has tasks that are not done.
            forget_group($crate::OneGroup) -> $crate::Nothing;
            /// Calls off all tasks of a group, those that wait too (M247).
            reset($crate::OneGroup) -> $crate::Reset;
            /// Whether nothing is left to do (M126).
            finished($crate::FinishedQuery) -> $crate::Finished;
            /// Moves a finished file to a folder of the desktop; nothing there is replaced (M087).
            move_to($crate::MoveTo) -> $crate::Moved;
            /// Changes one task, a running one too; of a complete one its name, folder and group (M153, row 50).
            edit($crate::Edit) -> $crate::Changed;
            /// How many, how fast, how much space.
            overview($crate::Nothing) -> $crate::Overview;
            /// How much came and went, today and since the beginning; space and hosts in use.
            statistics($crate::Nothing) -> $crate::Statistics;
            /// How fast a task was in the last minutes, or all together.
            speeds($crate::SpeedQuery) -> $crate::Speeds;
            /// All settings.
            settings($crate::Nothing) -> $crate::Settings;
            /// One setting as text.
            setting($crate::SettingQuery) -> $crate::Setting;
            /// Changes one setting; takes effect at once and is remembered.
            set($crate::Setting) -> $crate::Setting;
            /// Changes several settings in order, and answers for each (M246).
            configure($crate::Configure) -> $crate::Configured;
            /// Does what a button of a notification says, to all tasks it is about (M182, M184).
            press($crate::Press) -> $crate::Changed;
            /// Stored user names, without their passwords (M117).
            credentials($crate::Nothing) -> $crate::Credentials;
            /// Stores a user name and password for a server or a proxy; nobody can read the password again.
            set_credential($crate::SetCredential) -> $crate::Credential;
            /// Forgets a stored user name and password.
            forget_credential($crate::ForgetCredential) -> $crate::Nothing;
        }
    };
}

macro_rules! define {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty;)*) => {
        /// A call on the wire: `{"call":"pause","with":{"tasks":[7]}}`.
        #[allow(non_camel_case_types)]
        #[allow(clippy::large_enum_variant, reason = "a connection carries one call")]
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "call", content = "with")]
        pub enum Call {
            $($(#[$doc])* $name($request),)*
        }

        /// The names of all calls, in the order of the table.
        pub const NAMES: &[&str] = &[$(stringify!($name),)*];

        /// Whoever can answer every call.
        pub trait Answers: Sync {
            $(
                $(#[$doc])*
                fn $name(
                    &self,
                    request: $request,
                ) -> impl Future<Output = Result<$answer, $crate::Refusal>> + Send;
            )*
        }

        /// Answers a call from the wire with the frame that goes back. There may be a great many tasks in it: it is made
        /// out of the answer itself.
        ///
        /// # Errors
        /// The refusal of the call itself.
        pub async fn answer(host: &impl Answers, call: Call) -> Result<$crate::wire::Frame, $crate::Refusal> {
            match call {
                $(Call::$name(request) => {
                    $crate::wire::Frame::of(&$crate::wire::Reply::Ok(host.$name(request).await?))
                })*
            }
        }

        impl $crate::Client {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// What the host refuses, or [`crate::Code::Gone`] when there is no host.
                pub async fn $name(&self, request: $request) -> Result<$answer, $crate::Refusal> {
                    self.ask(Call::$name(request)).await
                }
            )*
        }

        /// Name, request type and answer type of every call, in TypeScript.
        pub(crate) fn signatures(config: &ts_rs::Config) -> Vec<(&'static str, String, String)> {
            use ts_rs::TS;
            vec![$((stringify!($name), <$request>::name(config), <$answer>::name(config)),)*]
        }

        /// Shows every type of the table to `visitor`.
        pub(crate) fn visit(visitor: &mut impl ts_rs::TypeVisitor) {
            $(
                visitor.visit::<$request>();
                visitor.visit::<$answer>();
            )*
        }
    };
}

for_each_call!(define);
