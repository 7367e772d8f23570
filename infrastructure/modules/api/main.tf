# The public REST API, with one module `api-endpoint` for each route. Every request needs an API key, except on open routes.

locals {
  # All types: API Gateway compares with the first type that the client accepts, not with the type of the answer.
  binary_media_types = ["*/*"]

  # Enough for a health check every second from several places.
  open_throttle = { rate = 10, burst = 20 }
}

resource "aws_api_gateway_rest_api" "this" {
  name        = var.name
  description = "Public API of ${var.name}"

  binary_media_types = local.binary_media_types

  endpoint_configuration {
    types = ["REGIONAL"]
  }
}

module "endpoint" {
  source   = "../api-endpoint"
  for_each = var.endpoints

  method  = each.value.method
  path    = each.value.path
  api_key = each.value.api_key
  lambda  = each.value.lambda
  api = {
    id            = aws_api_gateway_rest_api.this.id
    execution_arn = aws_api_gateway_rest_api.this.execution_arn
    stage         = var.stage
    resources     = local.resources
  }
}

# A deployment is a snapshot. A change of an endpoint creates a new one; the stage switches to it before the old one is deleted.
resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  triggers = {
    endpoints = sha1(jsonencode([for endpoint in module.endpoint : endpoint.definition]))
    binary    = join(",", local.binary_media_types)
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = var.stage
  description   = "The service as ${var.name}"

  access_log_settings {
    destination_arn = aws_cloudwatch_log_group.access.arn
    format          = local.access_log
  }
}

resource "aws_api_gateway_method_settings" "all" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*" # every endpoint

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = var.throttle.rate
    throttling_burst_limit = var.throttle.burst
  }
}

# Usage plans do not limit requests without a key. Without its own limit, an open route could use up the stage's.
resource "aws_api_gateway_method_settings" "open" {
  for_each = { for route, endpoint in var.endpoints : route => endpoint if !endpoint.api_key }

  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "${replace(trimprefix(each.value.path, "/"), "/", "~1")}/${each.value.method}"

  settings {
    metrics_enabled        = true
    throttling_rate_limit  = coalesce(each.value.throttle, local.open_throttle).rate
    throttling_burst_limit = coalesce(each.value.throttle, local.open_throttle).burst
  }

  # API Gateway refuses two changes of a stage's settings at the same time.
  depends_on = [aws_api_gateway_method_settings.all]
}

# Operators create the keys (README.md): Terraform would write their values into its state.
resource "aws_api_gateway_usage_plan" "this" {
  name        = var.name
  description = "Calling programs of ${var.name}"

  api_stages {
    api_id = aws_api_gateway_rest_api.this.id
    stage  = aws_api_gateway_stage.this.stage_name
  }

  throttle_settings {
    rate_limit  = var.key_throttle.rate
    burst_limit = var.key_throttle.burst
  }

  quota_settings {
    limit  = var.quota
    period = "MONTH"
  }
}
