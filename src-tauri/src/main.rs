//! The desktop shell of Haul.
//!
//! Owns the window, the tray icon, notifications and drops. Refuses everything a daemon would need too: it is a client
//! of a host, in this process or another. Rule kept here: whatever the desktop lacks (a screen, a bus, a tray, somebody
//! who shows notifications) is an ordinary case with a sentence, never a panic.

mod app;
mod arguments;
mod bus;
mod carry;
mod choosing;
mod clipboard;
mod commands;
mod drop;
mod glance;
mod launcher;
mod link;
mod links;
mod metalink;
mod notifications;
mod opening;
#[cfg(test)]
mod own;
mod page;
mod scheme;
mod single;
mod size;
mod steps;
mod taking;
mod tray;
mod window;
mod wish;

#[cfg(test)]
mod config_test;

use std::env;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use gtk::prelude::{DialogExt, GtkWindowExt};
use haul_host::Home;

use arguments::{Arguments, Asked};
use steps::{Step, Steps};

/// Shared by the desktop entry, the icon and the window's class.
const IDENTIFIER: &str = "dev.haul.Haul";

/// WebKit draws nothing with some drivers unless this is set; whoever knows better sets it otherwise.
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

fn main() -> ExitCode {
    let arguments = match arguments::read(env::args_os().skip(1)) {
        Ok(Asked::Help) => {
            print!("{}", arguments::HELP);
            return ExitCode::SUCCESS;
        }
        Ok(Asked::Version) => {
            println!("haul-desktop {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Ok(Asked::Start(arguments)) => arguments,
        Err(mistake) => {
            eprintln!("haul-desktop: {mistake}\nTry `haul-desktop --help`.");
            return ExitCode::from(2);
        }
    };
    match start(arguments) {
        Ok(code) => code,
        Err(problem) => {
            eprintln!("haul-desktop: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: Arguments) -> Result<ExitCode, String> {
    let steps = Steps::default();
    steps.reached(Step::Begun);
    choose_renderer();
    let home = Home::from_environment(arguments.home).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("No threads could be started: {error}."))?;
    let first = match runtime.block_on(single::claim(home.runtime(), &arguments.wish))? {
        single::Claim::First(first) => first,
        single::Claim::HandedOver(answer) => {
            for sentence in &answer.refused {
                eprintln!("haul-desktop: {sentence}");
            }
            return Ok(if answer.refused.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
    };
    prepare_toolkit()?;
    steps.reached(Step::Screen);
    app::run(&runtime, home, first, arguments.wish, steps).inspect_err(|sentence| show_where_nobody_reads(sentence))
}

/// The environment may be changed for as long as there is one thread, so this comes before all others are made; the web
/// view's library reads it, and whatever it starts inherits it.
fn choose_renderer() {
    if env::var_os(RENDERER).is_none() {
        // Most drivers do well without.
        let _as_it_is = gtk::glib::setenv(RENDERER, "1", true);
    }
}

fn prepare_toolkit() -> Result<(), String> {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    if !set("DISPLAY") && !set("WAYLAND_DISPLAY") {
        return Err("There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set. \
                    `haul daemon` and the other commands of `haul` work without one."
            .to_owned());
    }
    gtk::glib::set_prgname(Some(IDENTIFIER));
    gtk::init().map_err(|_| {
        "The screen that DISPLAY or WAYLAND_DISPLAY names does not answer. \
         `haul daemon` and the other commands of `haul` work without one."
            .to_owned()
    })?;
    gtk::gdk::set_program_class(IDENTIFIER);
    Ok(())
}

/// A program started from a menu has no terminal to complain to.
fn show_where_nobody_reads(sentence: &str) {
    if io::stderr().is_terminal() {
        return;
    }
    let nobody: Option<&gtk::Window> = None;
    let dialog = gtk::MessageDialog::new(
        nobody,
        gtk::DialogFlags::empty(),
        gtk::MessageType::Error,
        gtk::ButtonsType::Close,
        sentence,
    );
    dialog.set_title("Haul");
    dialog.run();
}
