variable "name" {
  description = "Prefix of every name in the network: `<environment>-<service>`."
  type        = string
}

variable "cidr" {
  description = "Addresses of the network, a /16 to /20 in CIDR notation."
  type        = string
  default     = "10.20.0.0/16"

  validation {
    condition     = can(cidrnetmask(var.cidr)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 20, false)
    error_message = "Write the network as an IPv4 CIDR between /16 and /20, such as 10.20.0.0/16."
  }
}

variable "zones" {
  description = "Letters of the region's availability zones to use. The database needs two."
  type        = list(string)
  default     = ["a", "b"]

  validation {
    condition     = length(var.zones) == 2 && length(distinct(var.zones)) == 2
    error_message = "Name two different zones by their letters, such as [\"a\", \"b\"]."
  }
}

variable "internet" {
  description = "Whether the functions can reach the internet: outbound only, with HTTPS, from one address."
  type        = bool
  default     = false
}

variable "rds_api" {
  description = "Whether the functions can reach the API of RDS, which the function `rotate-password` calls."
  type        = bool
  default     = false
}
