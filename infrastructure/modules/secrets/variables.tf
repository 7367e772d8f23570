variable "table" {
  description = "Name of the credstash table: `<environment>-credstash`."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_.-]{3,255}$", var.table))
    error_message = "A table's name has 3 to 255 letters, digits, underscores, dots and hyphens."
  }
}

variable "key_alias" {
  description = "Alias of the KMS key, with `alias/`."
  type        = string

  validation {
    condition     = can(regex("^alias/[A-Za-z0-9/_-]+$", var.key_alias)) && !startswith(var.key_alias, "alias/aws/")
    error_message = "A key's alias starts with \"alias/\" and not with \"alias/aws/\", which is AWS's own."
  }
}
