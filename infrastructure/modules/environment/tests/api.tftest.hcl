mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  name         = "sandbox-superbowleto"
  stage        = "sandbox"
  throttle     = { rate = 20, burst = 40 }
  key_throttle = { rate = 10, burst = 20 }
  quota        = 1000
  log_days     = 30

  endpoints = {
    "GET /health" = {
      method  = "GET"
      path    = "/health"
      api_key = false
      lambda  = { name = "f", alias = "current", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/f" }
    }
    "GET /boletos/{id}" = {
      method  = "GET"
      path    = "/boletos/{id}"
      api_key = true
      lambda  = { name = "f", alias = "current", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/f" }
    }
  }
}

run "api_logs_no_more_than_is_fit_for_a_log" {
  command = plan

  module {
    source = "../api"
  }

  assert {
    condition = alltrue([
      for held in ["$context.path\"", "querystring", "apiKey\"", "authorizer"] : !strcontains(aws_api_gateway_stage.this.access_log_settings[0].format, held)
    ])
    error_message = "The access log holds an id, a query or a key."
  }

  assert {
    condition     = aws_cloudwatch_log_group.access.retention_in_days == 30 && length(aws_wafv2_web_acl.size) == 0
    error_message = "The access log has no end, or there is a WAF that nobody asked for."
  }

  assert {
    condition     = keys(aws_api_gateway_method_settings.open) == ["GET /health"]
    error_message = "An open route has no limit of its own."
  }
}

run "api_where_one_key_uses_up_the_stage_is_refused" {
  command = plan

  module {
    source = "../api"
  }

  variables {
    key_throttle = { rate = 20, burst = 20 }
  }

  expect_failures = [var.key_throttle]
}

run "api_holds_the_size_of_requests_where_that_is_asked_for" {
  command = plan

  module {
    source = "../api"
  }

  variables {
    max_body = 8192
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.size) == 1
    error_message = "No WAF is put before the stage."
  }
}

run "api_with_two_answers_to_one_route_is_refused" {
  command = plan

  module {
    source = "../api"
  }

  variables {
    endpoints = {
      for name in ["one", "two"] : name => {
        method  = "GET"
        path    = "/health"
        api_key = false
        lambda  = { name = name, alias = "current", invoke_arn = "arn" }
      }
    }
  }

  expect_failures = [var.endpoints]
}
