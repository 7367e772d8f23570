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
    "GET /b/{id}" = {
      method   = "GET"
      path     = "/b/{id}"
      api_key  = false
      throttle = { rate = 50, burst = 100 }
      lambda   = { name = "p", alias = "current", invoke_arn = "arn:aws:apigateway:us-east-1:lambda:path/p" }
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
    condition     = keys(aws_api_gateway_method_settings.open) == ["GET /b/{id}", "GET /health"]
    error_message = "An open route has no limit of its own."
  }

  assert {
    condition = (
      aws_api_gateway_method_settings.open["GET /b/{id}"].settings[0].throttling_rate_limit == 50 &&
      aws_api_gateway_method_settings.open["GET /b/{id}"].settings[0].throttling_burst_limit == 100 &&
      aws_api_gateway_method_settings.open["GET /health"].settings[0].throttling_rate_limit == 10
    )
    error_message = "The payer's page shares the limit of the other open routes, which would turn payers away."
  }

  assert {
    condition     = length(aws_api_gateway_domain_name.this) == 0 && output.domain_target == null
    error_message = "There is a domain that nobody asked for."
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

run "api_has_the_domain_that_it_is_given" {
  command = plan

  module {
    source = "../api"
  }

  variables {
    domain = { name = "boletos.example.com", certificate_arn = "arn:aws:acm:us-east-1:222222222222:certificate/11111111-1111-1111-1111-111111111111" }
  }

  assert {
    condition = (
      aws_api_gateway_domain_name.this[0].domain_name == "boletos.example.com" &&
      aws_api_gateway_domain_name.this[0].security_policy == "TLS_1_2" &&
      aws_api_gateway_base_path_mapping.this[0].stage_name == "sandbox"
    )
    error_message = "The domain does not lead to the stage."
  }
}
