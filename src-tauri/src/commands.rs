//! What the page may ask.
//!
//! Owns one command for every call of the table, made from it, and the shell's own ones. Refuses paths: a file is named
//! by its task. Rule kept here: a command decides nothing, it hands on.

use haul_api::{Configure, Refusal, Tick};
use tauri::ipc::Channel;
use tauri::{AppHandle, Runtime, State, WebviewWindow};

use crate::choosing::LocalFile;
use crate::link::Link;
use crate::steps::{Step, Steps};
use crate::{app, carry, choosing, opening, page, taking};

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident($request:ty) -> $answer:ty;)*) => {
        $(
            $(#[$doc])*
            #[tauri::command]
            pub(crate) async fn $name(link: State<'_, Link>, with: $request) -> Result<$answer, Refusal> {
                link.found().await?.$name(with).await
            }
        )*

        /// Answers every command.
        pub(crate) fn all() -> impl Fn(tauri::ipc::Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![
                $($name,)* ticks, drawn, open_file, show_in_folder, carry_files, choose_files, choose_folder,
                export_settings, import_settings, minimize, quit
            ]
        }
    };
}

haul_api::for_each_call!(commands);

/// Says that something changed, at once and from then on. The page asks for it when it listens to everything else.
#[tauri::command]
pub(crate) fn ticks(app: AppHandle, link: State<'_, Link>, on_tick: Channel<Tick>) {
    page::arrived(&app, link.ticks(), on_tick);
}

/// Notes that the page has drawn its first rows.
#[tauri::command]
pub(crate) fn drawn(steps: State<'_, Steps>) {
    steps.reached(Step::Drawn);
}

/// Opens the file of a finished task.
#[tauri::command]
pub(crate) async fn open_file(app: AppHandle, task: u64) -> Result<(), Refusal> {
    opening::open(&app, task).await
}

/// Shows a task's file, or where it will be, in the file manager.
#[tauri::command]
pub(crate) async fn show_in_folder(app: AppHandle, task: u64) -> Result<(), Refusal> {
    opening::show_in_folder(&app, task).await
}

/// Lets the person drag the files of finished tasks to another program; answers when they are let go.
#[tauri::command]
pub(crate) async fn carry_files(window: WebviewWindow, tasks: Vec<u64>) -> Result<(), Refusal> {
    carry::carry(window, tasks).await
}

/// Lets the person choose files to send, with the desktop's own dialog.
#[tauri::command]
pub(crate) async fn choose_files(window: WebviewWindow) -> Result<Vec<LocalFile>, Refusal> {
    choosing::choose(window).await
}

/// Lets the person choose a folder with the desktop's own dialog; nothing when they think better of it.
#[tauri::command]
pub(crate) async fn choose_folder(window: WebviewWindow) -> Result<Option<String>, Refusal> {
    choosing::choose_folder(window).await
}

/// Writes all settings where the person says; whether that was done.
#[tauri::command]
pub(crate) async fn export_settings(window: WebviewWindow, link: State<'_, Link>) -> Result<bool, Refusal> {
    taking::export(window, &link.client()?).await
}

/// Reads a file of settings that the person chooses; nothing when they think better of it.
#[tauri::command]
pub(crate) async fn import_settings(window: WebviewWindow) -> Result<Option<Configure>, Refusal> {
    taking::import(window).await
}

/// Puts the window out of the way.
#[tauri::command]
pub(crate) fn minimize<R: Runtime>(window: WebviewWindow<R>) -> Result<(), Refusal> {
    window.minimize().map_err(|error| {
        Refusal::new(haul_api::Code::Internal, format!("The desktop does not minimise the window: {error}."))
    })
}

/// Stops everything cleanly and ends.
#[tauri::command]
pub(crate) fn quit(app: AppHandle) {
    app::quit(&app);
}
