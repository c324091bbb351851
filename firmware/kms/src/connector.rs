//! Connectors: what is plugged in, and which of them gets the picture.

use drm::control::{Device as _, Mode, connector, crtc};

use crate::card::Card;
use crate::mode::{self, DisplayPolicy, ModeFacts};
use crate::{KmsError, props};

/// Connectors looked at; sticks have one to three.
pub const CONNECTOR_COUNT_MAX: usize = 32;

/// Value of the `link-status` property after a link failed that needs a modeset.
const LINK_STATUS_BAD: u64 = 1;

/// A display that can be shown on: a connector and its ranked modes.
#[derive(Clone, Debug)]
pub struct Target {
    pub(crate) connector: connector::Handle,
    pub(crate) crtcs: Vec<crtc::Handle>,
    pub(crate) current_crtc: Option<crtc::Handle>,
    pub(crate) modes: Vec<Mode>,
    pub(crate) is_link_bad: bool,
    name: String,
}

impl Target {
    /// The connector's name, such as `HDMI-A-1`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The mode that will be tried first.
    #[must_use]
    pub fn mode(&self) -> Option<ModeFacts> {
        self.modes.first().map(ModeFacts::of)
    }

    /// True if an output made for `self` also serves `newer`: the same connector with the same choice of
    /// modes and a healthy link.
    pub(crate) fn serves(&self, newer: &Self) -> bool {
        self.connector == newer.connector && self.modes == newer.modes && !newer.is_link_bad
    }
}

/// What the choice among connectors rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ConnectorFacts {
    pub(crate) name: String,
    pub(crate) interface: connector::Interface,
    pub(crate) state: connector::State,
    pub(crate) mode_count: usize,
}

/// Indexes of the usable connectors, best first.
///
/// Usable are those that have a mode and are connected or (some old panels cannot say) of unknown state.
/// Connected comes before unknown, then counts the policy's order, then television sockets come before
/// monitors before built-in panels before analogue ones; equals keep the kernel's order.
pub(crate) fn rank(connectors: &[ConnectorFacts], policy: &DisplayPolicy) -> Vec<usize> {
    let is_usable =
        |facts: &ConnectorFacts| facts.mode_count > 0 && facts.state != connector::State::Disconnected;
    let wish = |facts: &ConnectorFacts| {
        let names = |wanted: &String| *wanted == facts.name || wanted == facts.interface.as_str();
        policy.connectors.iter().position(names).unwrap_or(policy.connectors.len())
    };
    let mut usable: Vec<(usize, &ConnectorFacts)> =
        connectors.iter().enumerate().filter(|(_, facts)| is_usable(facts)).collect();
    usable.sort_by_key(|(_, facts)| {
        (facts.state != connector::State::Connected, wish(facts), class(facts.interface))
    });
    usable.into_iter().map(|(index, _)| index).collect()
}

fn class(interface: connector::Interface) -> u8 {
    use connector::Interface as I;
    match interface {
        I::HDMIA | I::HDMIB => 0,
        I::DisplayPort | I::DVID | I::DVII | I::USB => 1,
        I::EmbeddedDisplayPort | I::LVDS | I::DSI | I::DPI | I::SPI | I::Virtual => 2,
        _ => 3,
    }
}

/// The connectors of a card, probed anew by the kernel where this process is the master.
pub(crate) fn read(card: &Card) -> Result<Vec<connector::Info>, KmsError> {
    let resources = card.resources()?;
    let handles = resources.connectors().iter().take(CONNECTOR_COUNT_MAX);
    Ok(handles.filter_map(|handle| card.get_connector(*handle, true).ok()).collect())
}

/// The connector's facts.
pub(crate) fn facts(info: &connector::Info) -> ConnectorFacts {
    ConnectorFacts {
        name: info.to_string(),
        interface: info.interface(),
        state: info.state(),
        mode_count: info.modes().len(),
    }
}

/// The best connector with a usable mode, or `None` if nothing is plugged in.
pub(crate) fn target(card: &Card, policy: &DisplayPolicy) -> Result<Option<Target>, KmsError> {
    let infos = read(card)?;
    let all: Vec<ConnectorFacts> = infos.iter().map(facts).collect();
    for index in rank(&all, policy) {
        let (info, name) = (&infos[index], &all[index].name);
        let modes: Vec<ModeFacts> =
            info.modes().iter().take(mode::MODE_COUNT_MAX).map(ModeFacts::of).collect();
        let ranked = mode::rank(&modes, policy);
        if ranked.is_empty() {
            log::warn!("{name} is connected, none of its {} modes is usable", info.modes().len());
            continue;
        }
        return Ok(Some(Target {
            connector: info.handle(),
            crtcs: reachable_crtcs(card, info)?,
            current_crtc: current_crtc(card, info),
            modes: ranked.into_iter().map(|index| info.modes()[index]).collect(),
            is_link_bad: props::value(card, info.handle(), "link-status") == Some(LINK_STATUS_BAD),
            name: name.clone(),
        }));
    }
    Ok(None)
}

/// The CRTCs that some encoder of the connector can take its picture from.
fn reachable_crtcs(card: &Card, info: &connector::Info) -> Result<Vec<crtc::Handle>, KmsError> {
    let resources = card.resources()?;
    let mut crtcs = Vec::new();
    for encoder in info.encoders().iter().filter_map(|handle| card.get_encoder(*handle).ok()) {
        for crtc in resources.filter_crtcs(encoder.possible_crtcs()) {
            if !crtcs.contains(&crtc) {
                crtcs.push(crtc);
            }
        }
    }
    Ok(crtcs)
}

/// The CRTC that feeds the connector now. There may be none: the kernel forgets the encoder when it is
/// unplugged.
fn current_crtc(card: &Card, info: &connector::Info) -> Option<crtc::Handle> {
    card.get_encoder(info.current_encoder()?).ok()?.crtc()
}

#[cfg(test)]
mod tests {
    use super::*;
    use connector::Interface as I;
    use connector::State::{Connected, Disconnected, Unknown};

    fn facts(interface: I, number: u32, state: connector::State, mode_count: usize) -> ConnectorFacts {
        ConnectorFacts { name: format!("{}-{number}", interface.as_str()), interface, state, mode_count }
    }

    #[track_caller]
    fn check(connectors: &[ConnectorFacts], wishes: &[&str], expected: &[usize]) {
        let wishes = wishes.iter().map(|wish| (*wish).to_owned()).collect();
        let policy = DisplayPolicy { connectors: wishes, ..DisplayPolicy::default() };
        assert_eq!(rank(connectors, &policy), expected);
    }

    #[test]
    fn connected_television_sockets_come_first() {
        let all = [
            facts(I::Composite, 1, Unknown, 2),
            facts(I::DSI, 1, Connected, 1),
            facts(I::HDMIA, 1, Disconnected, 0),
            facts(I::HDMIA, 2, Connected, 30),
            facts(I::DisplayPort, 1, Connected, 30),
            facts(I::HDMIA, 3, Unknown, 30),
        ];
        check(&all, &[], &[3, 4, 1, 5, 0]);
    }

    #[test]
    fn the_policy_names_connectors_or_kinds_in_its_order() {
        let all = [
            facts(I::HDMIA, 1, Connected, 9),
            facts(I::HDMIA, 2, Connected, 9),
            facts(I::DSI, 1, Connected, 1),
        ];
        check(&all, &["HDMI-A-2"], &[1, 0, 2]);
        check(&all, &["DSI", "HDMI-A"], &[2, 0, 1]);
        check(&all, &["HDMI"], &[0, 1, 2]);
    }

    #[test]
    fn nothing_plugged_in_is_no_error_and_a_display_without_modes_is_nothing() {
        check(&[], &[], &[]);
        check(&[facts(I::HDMIA, 1, Disconnected, 5), facts(I::HDMIA, 2, Connected, 0)], &[], &[]);
    }
}
