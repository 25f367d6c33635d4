//! The other engines, each told the same rules and profiles in its own language.
//!
//! Each has its rules precompiled as its documentation recommends and the profiles as values of its own, and says in
//! its file how it is told that something is not known.

#[cfg(feature = "cedar")]
mod cedar;
#[cfg(feature = "cel")]
mod cel;
#[cfg(feature = "datalogic")]
mod datalogic;
#[cfg(feature = "regorus")]
mod regorus;
mod written;
#[cfg(feature = "zen")]
mod zen;
#[cfg(feature = "zen-table")]
mod zen_table;

use crate::{Failure, engine::Engine, workload::Workload};

/// Makes an engine of a workload.
pub type Make = fn(&Workload) -> Result<Box<dyn Engine>, Failure>;

/// Every peer that was built.
pub const ALL: &[(&str, Make)] = &[
    #[cfg(feature = "datalogic")]
    (datalogic::NAME, |workload| Ok(Box::new(datalogic::Datalogic::new(workload)?))),
    #[cfg(feature = "datalogic")]
    (datalogic::SORTED, |workload| Ok(Box::new(datalogic::Datalogic::sorted(workload)?))),
    #[cfg(feature = "zen")]
    (zen::NAME, |workload| Ok(Box::new(zen::Expressions::new(workload)?))),
    #[cfg(feature = "zen-table")]
    (zen_table::NAME, |workload| Ok(Box::new(zen_table::Table::new(workload)?))),
    #[cfg(feature = "regorus")]
    (regorus::NAME, |workload| Ok(Box::new(regorus::Regorus::new(workload)?))),
    #[cfg(feature = "cel")]
    (cel::NAME, |workload| Ok(Box::new(cel::Cel::new(workload)?))),
    #[cfg(feature = "cedar")]
    (cedar::NAME, |workload| Ok(Box::new(cedar::Cedar::new(workload)?))),
];
