//! The testkit itself: every lie it can tell really happens.

mod answers;
mod faults;
mod guards;
mod home;
mod isolated;
mod links;
mod nginx;
mod proxies;
mod raw;
mod tls;
