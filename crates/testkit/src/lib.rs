//! The scripted world around Haul, for its tests.
//!
//! Owns the servers a test downloads from ([`Origin`], [`Nginx`], [`DeadPort`]) and through ([`ProxyServer`],
//! [`FaultProxy`]), what they take ([`UploadStore`]), the certificates they show ([`TestCa`]) and who they let in
//! ([`Guard`]), the place the real command runs in ([`Home`]), the network around it ([`Isolated`]), the buses of its
//! desktop ([`PrivateBus`]) with who is on them ([`NetworkManager`],
//! [`NotificationService`], [`SleepKeeper`]), the disks it writes to
//! ([`SmallDisk`]) and the bytes that travel ([`bytes`]).
//! Knows nothing of Haul's own crates: it sees the product as the network and the file system see it.
//! Rule kept here: nothing waits for a fixed time; every wait ends on a condition, and fails by name when it does not.

mod answer;
mod connection;
mod content;
mod dead_port;
mod eventually;
mod expense;
mod fault_proxy;
mod frames;
mod gate;
mod guard;
mod home;
mod http2;
mod inbox;
mod isolated;
mod kept;
mod memory_limit;
mod name_server;
mod needs;
mod network_manager;
mod nginx;
mod notification_service;
mod origin;
mod output;
mod private_bus;
mod proxy_server;
mod recorded;
mod reset;
mod resource;
mod running;
mod script;
mod sleep_keeper;
mod small_disk;
mod stage;
mod stand;
mod strace;
mod tamper;
mod tls;
mod traffic;
mod upload_store;
mod wire;

pub use content::{bytes, sha256_hex};
pub use dead_port::DeadPort;
pub use eventually::eventually;
pub use fault_proxy::{Ending, FaultProxy, Faults};
pub use frames::Frames;
pub use gate::Gate;
pub use guard::{DigestAnswer, DigestHash, Guard, Verdict};
pub use home::Home;
pub use isolated::Isolated;
pub use memory_limit::MemoryLimit;
pub use name_server::NameAnswer;
pub use needs::{Need, needs};
pub use network_manager::{NetworkManager, Way as NetworkWay};
pub use nginx::Nginx;
pub use notification_service::{Notification, NotificationService};
pub use origin::Origin;
pub use output::Output;
pub use private_bus::PrivateBus;
pub use proxy_server::{ProxyScript, ProxyServer, Visit, Way};
pub use recorded::{Outcome, Recorded, Version};
pub use resource::{Length, Point, Ranges, Resource, Stop, Surfeit};
pub use running::Running;
pub use script::OriginScript;
pub use sleep_keeper::{Hold, SleepKeeper};
pub use small_disk::SmallDisk;
pub use strace::injecting;
pub use tls::{Certificate, TestCa};
pub use upload_store::{Tongue, UploadStore};
