"""Map field names of Amazon's performance reports to our metrics (docs/domain/health.md)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_KEYS = re.compile(
    rb"accountStatuses|performanceMetrics|sellerPerformanceReport|performanceChecklist", re.I
)


def is_performance_report(head: bytes) -> bool:
    """Whether a file begins like a performance report, in any encoding."""
    plain = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain[:1] in (b"{", b"[", b"<") and _KEYS.search(plain) is not None


class Shape(NamedTuple):
    """How one block of the V2 report states its metric.

    `numerator` names a count or a block with a `count`; `value` the stated rate, score or count
    (a whole number then); `parts` other blocks with a `count` over the same denominator.
    """

    metric: str
    numerator: str = ""
    denominator: str = ""
    value: str = "rate"
    value_is_count: bool = False
    status: tuple[str, ...] = ("status",)
    parts: Mapping[str, str] = {}


ORDER_DEFECTS = Shape(
    "order_defect_rate",
    "orderWithDefects",
    "orderCount",
    parts={
        "negativeFeedback": "negative_feedback_rate",
        "claims": "a_to_z_claim_rate",
        "chargebacks": "chargeback_rate",
    },
)
_INVOICES = Shape(
    "invoice_defect_rate",
    "invoiceDefect",
    "orderCount",
    parts={"missingInvoice": "missing_invoice_rate", "lateInvoice": "late_invoice_rate"},
)
_CANCELLED = Shape("pre_fulfilment_cancel_rate", "cancellationCount", "orderCount")
_DELIVERED = Shape("on_time_delivery_rate", "onTimeDeliveryCount", "shipmentCountWithValidTracking")
_UNITS = Shape("unit_on_time_delivery_rate", "unitOnTimeDeliveryCount", "totalUnitCount")
_RATING = Shape(
    "account_health_rating", value="ahrScore", status=("ahrStatus", "accountHealthRatingStatus")
)
_WARNINGS = Shape("policy_violation_warnings", value="warningsCount", value_is_count=True)
_COUNTERS = {
    "suspectedIntellectualPropertyViolations": "suspected_intellectual_property_violations",
    "receivedIntellectualPropertyComplaints": "received_intellectual_property_complaints",
    "productAuthenticityCustomerComplaints": "product_authenticity_complaints",
    "productConditionCustomerComplaints": "product_condition_complaints",
    "productSafetyCustomerComplaints": "product_safety_complaints",
    "foodAndProductSafetyIssues": "food_and_product_safety_issues",
    "listingPolicyViolations": "listing_policy_violations",
    "restrictedProductPolicyViolations": "restricted_product_policy_violations",
    "otherPolicyViolations": "other_policy_violations",
    "customerProductReviewsPolicyViolations": "customer_product_review_violations",
    "documentRequests": "document_requests",
    "documentRequest": "document_requests",  # spelled like this in Amazon's own example
}
_SHAPES = {
    "invoiceDefectRate": _INVOICES,
    "lateShipmentRate": Shape("late_shipment_rate", "lateShipmentCount", "orderCount"),
    "lateShipmentRateList": Shape("late_shipment_rate", "lateShipmentCount", "orderCount"),
    "preFulfillmentCancellationRate": _CANCELLED,
    "preFulfillmentCancelRate": _CANCELLED,  # with a lower-case f in Amazon's own example
    "validTrackingRate": Shape("valid_tracking_rate", "validTrackingCount", "shipmentCount"),
    "onTimeDeliveryRate": _DELIVERED,
    "unitOnTimeDeliveryRate": _UNITS,
    "accountHealthRating": _RATING,
    "policyViolationWarnings": _WARNINGS,
    **{
        key: Shape(metric, value="defectsCount", value_is_count=True)
        for key, metric in _COUNTERS.items()
    },
}
SHAPES: Mapping[str, Shape] = {key.lower(): shape for key, shape in _SHAPES.items()}

# The V1 report: metrics of an entry with a timeFrame, by unit.
V1_RATES: Mapping[str, str] = {
    "orderWithDefects": "order_defect_rate",
    "negativeFeedbacks": "negative_feedback_rate",
    "a_z_claims": "a_to_z_claim_rate",
    "chargebacks": "chargeback_rate",
    "lateShipment": "late_shipment_rate",
    "preFulfillmentCancellation": "pre_fulfilment_cancel_rate",
    "refunds": "refund_rate",
    "validTracking": "valid_tracking_rate",
    "onTimeDelivery": "on_time_delivery_rate",
    "responseUnder24Hours": "responses_under_24_hours",
    "returnDissatisfaction": "return_dissatisfaction_rate",
    "negativeReturnFeedback": "negative_return_feedback_rate",
    "lateResponse": "late_return_response_rate",
    "invalidRejection": "invalid_rejection_rate",
    "customerServiceDissatisfaction": "customer_service_dissatisfaction_rate",
}
V1_COUNTS: Mapping[str, str] = {
    "responseTimeGreaterThan24Hours": "responses_over_24_hours",
    "noResponseForContactsOlderThan24Hours": "no_response_over_24_hours",
}
V1_HOURS: Mapping[str, str] = {"averageResponseTimeInHours": "average_response_time"}

# performanceChecklist: Amazon's verdicts without figures. `intellectualProperty` is mapped to
# complaints received, `contactResponseTime` to answers within 24 hours.
V1_CHECKLIST: Mapping[str, str] = {
    "orderDefectRate": "order_defect_rate",
    "orderCancellationRate": "pre_fulfilment_cancel_rate",
    "lateShipmentRate": "late_shipment_rate",
    "validTrackingRate": "valid_tracking_rate",
    "onTimeDelivery": "on_time_delivery_rate",
    "onTimeDeliveryRate": "on_time_delivery_rate",
    "contactResponseTime": "responses_under_24_hours",
    "returnDissatisfactionRate": "return_dissatisfaction_rate",
    "customerServiceDissatisfactionRate": "customer_service_dissatisfaction_rate",
    "productSafetyStatus": "product_safety_complaints",
    "productAuthenticityStatus": "product_authenticity_complaints",
    "listingPolicyStatus": "listing_policy_violations",
    "intellectualProperty": "received_intellectual_property_complaints",
    "policyViolation": "other_policy_violations",
}
