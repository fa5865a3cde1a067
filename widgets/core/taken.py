"""Names that no input or output may have.

An input becomes a trait of the widget and a keyword of run(), figure() and sweep(), a field an attribute of a record
and of a result. What these have already is listed, because looking it up would import anywidget;
tests/core/test_records.py compares the lists with the classes.
"""

from __future__ import annotations

import keyword

WIDGET_NAMES = frozenset("""
    add_class add_traits blur class_own_trait_events class_own_traits class_trait_names class_traits close close_all
    comm cross_validation_lock focus get_manager_state get_state get_view_spec handle_comm_opened
    handle_control_comm_opened has_trait hold_sync hold_trait_notifications keys layout log model_id notify_change
    observe on_msg on_trait_change on_widget_constructed open remove_class send send_state set_state set_trait
    setup_instance tabbable tooltip trait_defaults trait_events trait_has_value trait_metadata trait_names
    trait_values traits unobserve unobserve_all widget_types widgets
""".split())
RECORD_NAMES = frozenset("""
    T all any argmax argmin argpartition argsort astype base byteswap choose clip compress conj conjugate copy ctypes
    cumprod cumsum data device diagonal dot dtype dump dumps field fill flags flat flatten getfield imag item itemset
    itemsize mT max mean min nbytes ndim newbyteorder nonzero partition pprint prod ptp put ravel real repeat reshape
    resize round searchsorted setfield setflags shape size sort squeeze std strides sum swapaxes take to_device
    tobytes tofile tolist tostring trace transpose var view
""".split())
RESULT_NAMES = frozenset({"get", "items", "keys", "values"})
PAGE_NAMES = frozenset("""
    executor frame guess guess_at has_sent_plotly outputs refresh refused result simulation theme view
""".split())


def why(name: str) -> str:
    """Say what a name is already; nothing if it is free."""
    if keyword.iskeyword(name):
        return "a word of Python"
    if name.startswith("_"):
        return "kept for private names"
    if name in WIDGET_NAMES:
        return "an attribute of every widget"
    if name in RECORD_NAMES:
        return "an attribute of every NumPy record"
    return "used by the simulation itself" if name in RESULT_NAMES | PAGE_NAMES else ""
