# One JSON line a request. Of the path only its pattern, of the query nothing, of the key only its id: what a line holds
# must be fit for whoever may read logs.

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

# API Gateway may write here by a right of the whole account, which bootstrap/ gives.
resource "aws_cloudwatch_log_group" "access" {
  name              = "/aws/apigateway/${var.name}/access"
  retention_in_days = var.log_days
}
