# One public endpoint from five inputs. API Gateway wants each path once, and `POST /boletos` and `GET /boletos` share
# theirs; so the API brings the resource of every path, and everything of the endpoint itself is here.

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
  authorization      = "NONE" # API keys are no "authorization" in API Gateway's words
  api_key_required   = var.api_key
  request_parameters = local.request_parameters
}

resource "aws_api_gateway_integration" "this" {
  rest_api_id             = var.api.id
  resource_id             = local.resource_id
  http_method             = aws_api_gateway_method.this.http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST" # how Lambda is invoked, whatever the endpoint's own method
  uri                     = var.lambda.invoke_arn
}

resource "aws_lambda_permission" "this" {
  statement_id  = "api-${lower(var.method)}-${substr(sha1(var.path), 0, 8)}"
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  function_name = var.lambda.name
  qualifier     = var.lambda.alias

  # ANY stands for every method, a parameter of the path for any text.
  source_arn = join("/", [
    var.api.execution_arn,
    var.api.stage,
    "${var.method == "ANY" ? "*" : var.method}${replace(var.path, "/\\{[^}]+\\}/", "*")}",
  ])
}
