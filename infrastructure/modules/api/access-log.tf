# One JSON line a request, with the pattern of the path, without the query, and with the id of the key. So a line has
# nothing that a reader of logs may not see.

locals {
  access_log = jsonencode({
    time                = "$context.requestTimeEpoch"
    request_id          = "$context.requestId"
    method              = "$context.httpMethod"
    route               = "$context.resourcePath"
    status              = "$context.status"
    latency             = "$context.responseLatency"
    integration_latency = "$context.integrationLatency"
    response_length     = "$context.responseLength"
    api_key_id          = "$context.identity.apiKeyId"
    source_ip           = "$context.identity.sourceIp"
    error               = "$context.error.responseType"
    integration_error   = "$context.integrationErrorMessage"
  })
}

# API Gateway writes with a role of the whole account, which bootstrap/ creates.
resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}/access"
  retention_in_days = var.log_days
}
