variable "method" {
  description = "HTTP method."
  type        = string

  validation {
    condition     = contains(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY"], var.method)
    error_message = "The method is GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY."
  }
}

variable "path" {
  description = "Path with its parameters in braces, for example /boletos/{id}."
  type        = string

  validation {
    condition     = can(regex("^(/|(/([A-Za-z0-9._~-]+|\\{[A-Za-z0-9_]+\\+?\\}))+)$", var.path))
    error_message = "A path starts with a slash, ends with none, and has its parameters in braces: /boletos/{id}."
  }
}

variable "api_key" {
  description = "Whether a request needs an API key."
  type        = bool
}

variable "lambda" {
  description = "Function that answers: deployed name, alias, and the alias's invoke ARN."
  type        = object({ name = string, alias = string, invoke_arn = string })
}

variable "api" {
  description = "The API: id, execution ARN, stage, and the resource ids of its paths."
  type        = object({ id = string, execution_arn = string, stage = string, resources = map(string) })

  validation {
    condition     = contains(keys(var.api.resources), var.path)
    error_message = "The API has no resource for this path."
  }
}
