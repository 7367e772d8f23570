# API Gateway accepts bodies of 10 MB, without a setting. AWS WAF has one, but costs money, so it is optional.

locals {
  limited = var.max_body == null ? 0 : 1
}

resource "aws_wafv2_web_acl" "size" {
  count = local.limited

  name        = "${var.name}-request-size"
  description = "Bodies of at most ${var.max_body} bytes"
  scope       = "REGIONAL"

  default_action {
    allow {}
  }

  rule {
    name     = "body"
    priority = 0

    action {
      block {
        custom_response {
          response_code = 413
        }
      }
    }

    statement {
      size_constraint_statement {
        comparison_operator = "GT"
        size                = var.max_body

        field_to_match {
          body {
            oversize_handling = "MATCH" # a body that is too long for WAF to check is above the limit as well
          }
        }

        text_transformation {
          priority = 0
          type     = "NONE"
        }
      }
    }

    visibility_config {
      cloudwatch_metrics_enabled = true
      metric_name                = "${var.name}-request-size-body"
      sampled_requests_enabled   = false # a sample would contain the request
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = "${var.name}-request-size"
    sampled_requests_enabled   = false
  }
}

resource "aws_wafv2_web_acl_association" "size" {
  count = local.limited

  resource_arn = aws_api_gateway_stage.this.arn
  web_acl_arn  = aws_wafv2_web_acl.size[0].arn
}
