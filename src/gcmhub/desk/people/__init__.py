"""People and organisations in the back office: who is trusted with what, which organisations and focal points are verified."""
