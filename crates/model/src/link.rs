//! Whether a task may use the link this computer is on.
//!
//! Owns what is known of a [`Link`], what a task and a person wish of it, and the one rule [`hindrance`] (M154 to M157).
//! Refuses to look at a network. Rules kept here: nothing known of a link means that it is free to use; a link of which
//! nobody has been able to say anything yet is not used by whoever might not be allowed to.

use serde::{Deserialize, Serialize};

/// Whether bytes over a link cost money, as NetworkManager says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Metered {
    /// Nobody says.
    #[default]
    Unknown,
    /// It was said so.
    Yes,
    /// It looks like it.
    GuessYes,
    /// It does not look like it.
    GuessNo,
    /// It was said not to.
    No,
}

/// What a link is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LinkKind {
    /// A cable.
    Ethernet,
    /// A wireless network.
    Wifi,
    /// A mobile modem.
    Cellular,
    /// A telephone nearby.
    Bluetooth,
    /// Something else.
    Other,
    /// Nobody says.
    #[default]
    Unknown,
}

/// The link that leads out of this computer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Whether it leads anywhere.
    pub online: bool,
    /// Whether it costs.
    pub metered: Metered,
    /// What it is.
    pub kind: LinkKind,
}

impl Link {
    /// What is taken for so where nobody watches the network: it is there, and costs nothing (M157).
    pub const UNWATCHED: Self = Self { online: true, metered: Metered::Unknown, kind: LinkKind::Unknown };

    /// Whether it is metered or mobile. A telephone nearby shares its mobile link, unless somebody knows better.
    #[must_use]
    pub const fn costs(self) -> bool {
        match (self.metered, self.kind) {
            (Metered::Yes | Metered::GuessYes, _)
            | (_, LinkKind::Cellular)
            | (Metered::Unknown, LinkKind::Bluetooth) => true,
            (
                Metered::Unknown | Metered::GuessNo | Metered::No,
                LinkKind::Ethernet | LinkKind::Wifi | LinkKind::Other | LinkKind::Unknown,
            )
            | (Metered::GuessNo | Metered::No, LinkKind::Bluetooth) => false,
        }
    }
}

/// What a task says about metered links (M154).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// As it is set for all tasks.
    #[default]
    AsSet,
    /// It may use them.
    Allowed,
    /// It waits for another link.
    Refused,
}

/// What a task wishes of the link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkWish {
    /// Whether it may use a metered link.
    #[serde(skip_serializing_if = "is_as_set")]
    pub metered: Permission,
    /// Whether it waits for a link that is neither metered nor mobile, as WiFi and a cable mostly are (M155).
    #[serde(skip_serializing_if = "is_false")]
    pub requires_wifi: bool,
}

impl LinkWish {
    /// The wish of a task whose group says this of metered links: its own word counts more.
    #[must_use]
    pub const fn within(self, group: Permission) -> Self {
        match self.metered {
            Permission::AsSet => Self { metered: group, ..self },
            Permission::Allowed | Permission::Refused => self,
        }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_as_set(permission: &Permission) -> bool {
    *permission == Permission::AsSet
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// What is set about metered links, for tasks that say nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MeteredRule {
    /// They are used.
    #[default]
    Allow,
    /// Tasks wait for another link.
    Hold,
}

/// Which tasks wait for WiFi (M156).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WifiMode {
    /// Those that say so.
    #[default]
    AsSetByTask,
    /// All.
    ForAllTasks,
    /// None.
    ForNoTasks,
}

/// What becomes of running tasks when a person sets other rules (M156).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reschedule {
    /// They follow them at once.
    #[default]
    Running,
    /// They end as they began; those that begin later follow them.
    Waiting,
}

/// What a person has set about links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkRules {
    /// About metered ones.
    pub metered: MeteredRule,
    /// About WiFi.
    pub wifi: WifiMode,
    /// About tasks that run when the rules change.
    pub reschedule: Reschedule,
}

/// Why a task may not use the link there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Hindrance {
    /// It is metered or mobile.
    Metered,
    /// It is metered or mobile, and WiFi is wanted.
    NoWifi,
    /// Nobody knows yet what it is.
    NotKnown,
}

impl Hindrance {
    /// What is so and what helps, for people.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Metered => {
                "This network is metered, and the task may not use it. It goes on by itself in another network, or \
                 when you allow it: `haul set ID --metered allow`."
            }
            Self::NoWifi => {
                "The task waits for WiFi or a cable: this network is metered or mobile. It goes on by itself in \
                 another network, or when you take the wish back: `haul set ID --wifi-only no`."
            }
            Self::NotKnown => "Haul is finding out whether this network is metered. The task goes on right after that.",
        }
    }
}

/// Why a task with this wish may not use `link` now; `None`: it may. Without a link that is known, whoever could be
/// hindered waits. A link that leads nowhere hinders nobody: who tries is told that there is no network.
#[must_use]
pub const fn hindrance(link: Option<Link>, wish: LinkWish, rules: LinkRules) -> Option<Hindrance> {
    let is_careful = match (wish.metered, rules.metered) {
        (Permission::Refused, _) | (Permission::AsSet, MeteredRule::Hold) => true,
        (Permission::Allowed, _) | (Permission::AsSet, MeteredRule::Allow) => false,
    };
    let wants_wifi = match rules.wifi {
        WifiMode::AsSetByTask => wish.requires_wifi,
        WifiMode::ForAllTasks => true,
        WifiMode::ForNoTasks => false,
    };
    match link {
        None if is_careful || wants_wifi => Some(Hindrance::NotKnown),
        Some(link) if link.online && link.costs() && is_careful => Some(Hindrance::Metered),
        Some(link) if link.online && link.costs() && wants_wifi => Some(Hindrance::NoWifi),
        None | Some(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: LinkRules =
        LinkRules { metered: MeteredRule::Allow, wifi: WifiMode::AsSetByTask, reschedule: Reschedule::Running };
    const KINDS: [LinkKind; 6] = [
        LinkKind::Ethernet,
        LinkKind::Wifi,
        LinkKind::Cellular,
        LinkKind::Bluetooth,
        LinkKind::Other,
        LinkKind::Unknown,
    ];

    const fn link(kind: LinkKind, metered: Metered) -> Option<Link> {
        Some(Link { online: true, metered, kind })
    }

    const fn wish(metered: Permission, requires_wifi: bool) -> LinkWish {
        LinkWish { metered, requires_wifi }
    }

    const REFUSED: LinkWish = wish(Permission::Refused, false);
    const WIFI: LinkWish = wish(Permission::AsSet, true);

    #[test]
    fn m154_a_task_that_may_not_waits_on_a_metered_or_mobile_link() {
        for kind in KINDS {
            for metered in [Metered::Yes, Metered::GuessYes] {
                assert_eq!(hindrance(link(kind, metered), REFUSED, FREE), Some(Hindrance::Metered), "{kind:?}");
            }
        }
        for metered in [Metered::Unknown, Metered::GuessNo, Metered::No] {
            let mobile = hindrance(link(LinkKind::Cellular, metered), REFUSED, FREE);
            assert_eq!(mobile, Some(Hindrance::Metered), "{metered:?}");
            for kind in [LinkKind::Ethernet, LinkKind::Wifi, LinkKind::Other, LinkKind::Unknown] {
                assert_eq!(hindrance(link(kind, metered), REFUSED, FREE), None, "{kind:?}, {metered:?}");
            }
        }
    }

    #[test]
    fn m154_what_is_set_counts_for_tasks_that_say_nothing() {
        let (hold, metered) = (LinkRules { metered: MeteredRule::Hold, ..FREE }, link(LinkKind::Wifi, Metered::Yes));
        let says = |permission| hindrance(metered, wish(permission, false), hold);
        assert_eq!(says(Permission::AsSet), Some(Hindrance::Metered));
        assert_eq!(says(Permission::Allowed), None);
        assert_eq!(hindrance(metered, LinkWish::default(), FREE), None, "nobody is held who did not ask for it");
    }

    #[test]
    fn m154_the_task_counts_more_than_its_group_and_the_group_more_than_what_is_set() {
        use Permission::{Allowed, AsSet, Refused};
        let metered = link(LinkKind::Wifi, Metered::Yes);
        let hold = LinkRules { metered: MeteredRule::Hold, ..FREE };
        for (task, group, rules, hinders) in [
            (Allowed, Refused, hold, false),
            (Refused, Allowed, FREE, true),
            (AsSet, Allowed, hold, false),
            (AsSet, Refused, FREE, true),
            (AsSet, AsSet, hold, true),
            (AsSet, AsSet, FREE, false),
        ] {
            let hindered = hindrance(metered, wish(task, false).within(group), rules).is_some();
            assert_eq!(hindered, hinders, "{task:?} in a group that says {group:?}");
        }
        assert!(WIFI.within(Allowed).requires_wifi, "the group says nothing of WiFi");
    }

    #[test]
    fn m155_who_wants_wifi_waits_on_metered_and_mobile_links_alone() {
        for kind in [LinkKind::Ethernet, LinkKind::Wifi] {
            for metered in [Metered::Unknown, Metered::No, Metered::GuessNo] {
                assert_eq!(hindrance(link(kind, metered), WIFI, FREE), None, "{kind:?}, {metered:?}");
            }
        }
        assert_eq!(hindrance(link(LinkKind::Wifi, Metered::Yes), WIFI, FREE), Some(Hindrance::NoWifi));
        assert_eq!(hindrance(link(LinkKind::Cellular, Metered::Unknown), WIFI, FREE), Some(Hindrance::NoWifi));
        assert_eq!(hindrance(link(LinkKind::Bluetooth, Metered::Unknown), WIFI, FREE), Some(Hindrance::NoWifi));
    }

    #[test]
    fn m156_the_mode_counts_more_than_the_task() {
        let mobile = link(LinkKind::Cellular, Metered::GuessYes);
        let under = |wifi, wish| hindrance(mobile, wish, LinkRules { wifi, ..FREE });
        assert_eq!(under(WifiMode::ForAllTasks, LinkWish::default()), Some(Hindrance::NoWifi));
        assert_eq!(under(WifiMode::ForAllTasks, wish(Permission::Allowed, false)), Some(Hindrance::NoWifi));
        assert_eq!(under(WifiMode::ForNoTasks, WIFI), None);
        assert_eq!(under(WifiMode::ForNoTasks, REFUSED), Some(Hindrance::Metered), "the permission is another matter");
    }

    #[test]
    fn m157_without_anybody_who_watches_every_task_runs() {
        for wish in [REFUSED, WIFI, LinkWish::default()] {
            assert_eq!(hindrance(Some(Link::UNWATCHED), wish, FREE), None);
        }
    }

    #[test]
    fn before_the_link_is_known_only_careful_tasks_wait() {
        assert_eq!(hindrance(None, LinkWish::default(), FREE), None);
        assert_eq!(hindrance(None, REFUSED, FREE), Some(Hindrance::NotKnown));
        assert_eq!(hindrance(None, WIFI, FREE), Some(Hindrance::NotKnown));
    }

    #[test]
    fn a_link_that_leads_nowhere_is_the_business_of_those_who_try() {
        let dead = Some(Link { online: false, metered: Metered::Yes, kind: LinkKind::Cellular });
        assert_eq!(hindrance(dead, REFUSED, FREE), None);
    }
}
