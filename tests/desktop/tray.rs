//! The tray icon as its host sees it.
//!
//! Owns the questions over the bus: who shows icons, what ours says, what its menu holds. Rule kept here: an icon is
//! used as a panel uses it, by `Activate` and by the events of its menu.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use haul_testkit::eventually;
use zbus::blocking::proxy::Builder as ProxyBuilder;
use zbus::blocking::{Connection, Proxy, connection::Builder};
use zbus::zvariant::{OwnedValue, Value};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";

/// An entry of a menu as `com.canonical.dbusmenu` tells it.
type Entry = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// The session bus of a desk.
pub(crate) struct Bus(Connection);

/// Haul's icon in the tray.
pub(crate) struct Icon {
    bus: Connection,
    owner: String,
}

impl Bus {
    /// Connects to the bus at `address`.
    pub(crate) fn connect(address: &str) -> Result<Self> {
        Ok(Self(Builder::address(address)?.build()?))
    }

    /// Whether somebody owns this name.
    pub(crate) fn has_owner(&self, name: &str) -> bool {
        let asked = Proxy::new(&self.0, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus")
            .and_then(|bus| bus.call::<_, _, bool>("NameHasOwner", &(name,)));
        asked.unwrap_or(false)
    }

    /// Whether somebody shows tray icons.
    pub(crate) fn has_host(&self) -> bool {
        self.has_owner(WATCHER)
            && self.watcher().is_ok_and(|it| it.get_property("IsStatusNotifierHostRegistered").unwrap_or(false))
    }

    /// Waits for the one icon in the tray.
    pub(crate) fn icon(&self) -> Result<Icon> {
        let owner = eventually("the icon is in the tray", || {
            let items: Vec<String> = self.watcher().ok()?.get_property("RegisteredStatusNotifierItems").ok()?;
            items.into_iter().find_map(|item| Some(item.split('/').next()?.to_owned()))
        })?;
        Ok(Icon { bus: self.0.clone(), owner })
    }

    /// Waits until no icon is in the tray.
    pub(crate) fn loses_icon(&self) -> Result<()> {
        eventually("the icon leaves the tray", || {
            let items: Vec<String> = self.watcher().ok()?.get_property("RegisteredStatusNotifierItems").ok()?;
            items.is_empty().then_some(())
        })
    }

    fn watcher(&self) -> zbus::Result<Proxy<'_>> {
        ProxyBuilder::new(&self.0)
            .destination(WATCHER)?
            .path("/StatusNotifierWatcher")?
            .interface(WATCHER)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
    }
}

/// One entry of the menu.
#[derive(Debug)]
struct Line {
    id: i32,
    label: Option<String>,
    /// 0 in the menu itself.
    depth: usize,
}

fn read(children: Vec<OwnedValue>, depth: usize, lines: &mut Vec<Line>) -> Result<()> {
    for child in children {
        let (id, mut properties, below) = Entry::try_from(child)?;
        let label = properties.remove("label").map(String::try_from).transpose()?;
        lines.push(Line { id, label: label.map(|label| label.replace('_', "")), depth });
        read(below, depth + 1, lines)?;
    }
    Ok(())
}

impl Icon {
    /// What the panel shows when the pointer rests on it.
    pub(crate) fn tooltip(&self) -> Result<String> {
        type ToolTip = (String, Vec<(i32, i32, Vec<u8>)>, String, String);
        let value: OwnedValue = self.item()?.get_property("ToolTip")?;
        let (_, _, title, text) = ToolTip::try_from(value)?;
        Ok(format!("{title}: {text}"))
    }

    /// Waits until the tooltip is one that `wanted` takes.
    pub(crate) fn says(&self, what: &str, wanted: impl Fn(&str) -> bool) -> Result<String> {
        eventually(what, || self.tooltip().ok().filter(|tooltip| wanted(tooltip)))
            .with_context(|| format!("the tooltip is {:?}", self.tooltip()))
    }

    /// A click with the left button.
    pub(crate) fn click(&self) -> Result<()> {
        Ok(self.item()?.call("Activate", &(0_i32, 0_i32))?)
    }

    /// The words of its menu, from top to bottom.
    pub(crate) fn menu(&self) -> Result<Vec<String>> {
        Ok(self.entries()?.into_iter().filter(|line| line.depth == 0).filter_map(|line| line.label).collect())
    }

    /// Chooses from its menu.
    pub(crate) fn choose(&self, wanted: &str) -> Result<()> {
        let entries = self.entries()?;
        let Some(Line { id, .. }) = entries.iter().find(|line| line.label.as_deref() == Some(wanted)) else {
            bail!("the menu has no {wanted:?}: {entries:?}");
        };
        let event = (*id, "clicked", Value::from(0_i32), 0_u32);
        Ok(self.dbusmenu()?.call("Event", &event)?)
    }

    /// All entries, those of submenus behind the one that opens them.
    fn entries(&self) -> Result<Vec<Line>> {
        let properties: Vec<&str> = Vec::new();
        let (_, root): (u32, Entry) = self.dbusmenu()?.call("GetLayout", &(0_i32, -1_i32, properties))?;
        let mut lines = Vec::new();
        read(root.2, 0, &mut lines)?;
        Ok(lines)
    }

    fn item(&self) -> zbus::Result<Proxy<'_>> {
        self.proxy("/StatusNotifierItem", "org.kde.StatusNotifierItem")
    }

    fn dbusmenu(&self) -> zbus::Result<Proxy<'_>> {
        self.proxy("/MenuBar", "com.canonical.dbusmenu")
    }

    fn proxy<'a>(&'a self, path: &'a str, interface: &'a str) -> zbus::Result<Proxy<'a>> {
        ProxyBuilder::new(&self.bus)
            .destination(self.owner.as_str())?
            .path(path)?
            .interface(interface)?
            .cache_properties(zbus::proxy::CacheProperties::No)
            .build()
    }
}
