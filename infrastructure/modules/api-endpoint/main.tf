# One public endpoint from five inputs. `POST /boletos` and `GET /boletos` share a path, and a path can exist only once.
# So the module `api` creates the resources of the paths, and this module creates the rest of an endpoint.

locals {
  resource_id = var.api.resources[var.path]

  # "/boletos/{id}" => { "method.request.path.id" = true }
  request_parameters = {
    for parameter in flatten(regexall("\\{([^}+]+)\\+?\\}", var.path)) : "method.request.path.${parameter}" => true
  }
}

resource "aws_api_gateway_method" "this" {
  rest_api_id        = var.api.id
  resource_id        = local.resource_id
  http_method        = var.method
  authorization      = "NONE" # API keys are no "authorization" in API Gateway's terms
  api_key_required   = var.api_key
  request_parameters = local.request_parameters
}

resource "aws_api_gateway_integration" "this" {
  rest_api_id             = var.api.id
  resource_id             = local.resource_id
  http_method             = aws_api_gateway_method.this.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST" # Lambda is always invoked with POST
  uri                     = var.lambda.invoke_arn
}

resource "aws_lambda_permission" "this" {
  statement_id  = "api-${lower(var.method)}-${substr(sha1(var.path), 0, 8)}"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = var.lambda.name
  qualifier     = var.lambda.alias

  # In an ARN, * stands for every method, and for any text in place of a path's parameter.
  source_arn = join("/", [
    var.api.execution_arn,
    var.api.stage,
    "${var.method == "ANY" ? "*" : var.method}${replace(var.path, "/\\{[^}]+\\}/", "*")}",
  ])
}
